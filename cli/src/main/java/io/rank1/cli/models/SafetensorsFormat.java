package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.verify.FileReadout;
import io.rank1.models.verify.ScanPlan;
import java.util.List;
import java.util.Locale;

/** A file of a checkpoint in safetensors: its structure and its numbers. */
final class SafetensorsFormat implements ReadFormat {

  private final SafetensorsFile header;
  private final ScanPlan plan;

  /**
   * @param header which its reader has found to fit the file without holes or overlaps
   */
  SafetensorsFormat(SafetensorsFile header) {
    this.header = header;
    this.plan = ScanPlan.of(header);
  }

  @Override
  public ScanPlan plan() {
    return plan;
  }

  @Override
  public List<Finding> findings(FileReadout readout) {
    String text =
        String.format(
            Locale.ROOT,
            "safetensors, %d tensors that fill the file without holes or overlaps",
            header.tensors().size());
    return List.of(Finding.ok("structure", text), numbers(readout, "numbers"));
  }
}
