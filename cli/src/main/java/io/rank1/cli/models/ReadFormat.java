package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.models.verify.FileReadout;
import io.rank1.models.verify.ScanPlan;
import io.rank1.models.verify.TensorFault;
import java.util.List;
import java.util.Locale;

/** What a file's header says that it is, and what is made of it once the whole file was read. */
interface ReadFormat {

  /** What to do with a file that is damaged. */
  String AGAIN = "fetch or convert it again";

  /** Which of its numbers are to be looked at. */
  ScanPlan plan();

  /** All findings but for the hash. */
  List<Finding> findings(FileReadout readout);

  /**
   * What is to be said of its numbers.
   *
   * @param unit what faults are counted in
   */
  default Finding numbers(FileReadout readout, String unit) {
    List<TensorFault> faults = readout.faults();
    if (!faults.isEmpty()) {
      TensorFault first = faults.get(0);
      String others = faults.size() == 1 ? "" : ", and " + (faults.size() - 1) + " tensors more";
      return Finding.failure(
          "numbers",
          String.format(
              Locale.ROOT,
              "%s has infinities or NaNs in %d %s, the first of them number %d%s",
              first.tensor(),
              first.blocks(),
              unit,
              first.first(),
              others),
          AGAIN);
    }
    return Finding.ok(
        "numbers",
        "all scales and weights are finite"
            + (plan().closed() == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", but for %d tensors in %s, not looked into",
                    plan().closed(),
                    String.join(", ", plan().closedTypes()))));
  }
}
