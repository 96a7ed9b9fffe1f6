package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.models.verify.FileReadout;
import io.rank1.models.verify.ScanPlan;
import java.util.List;

/**
 * A file that cannot be looked into.
 *
 * @param finding why
 */
record OtherFormat(Finding finding) implements ReadFormat {

  @Override
  public ScanPlan plan() {
    return ScanPlan.none();
  }

  @Override
  public List<Finding> findings(FileReadout readout) {
    return List.of(finding);
  }
}
