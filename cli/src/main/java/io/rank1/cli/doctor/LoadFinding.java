package io.rank1.cli.doctor;

import io.rank1.llama.host.CpuShare;
import io.rank1.llama.host.PhysicalCores;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What other processes leave of the processor. */
final class LoadFinding {

  private static final String SUBJECT = "load";
  private static final int TRIES = 20;
  private static final long WAIT_MILLIS = 50;

  /** Others that take no more of a core than this keep no thread from it. */
  private static final double TOLERATED = 0.35;

  private LoadFinding() {}

  /**
   * Waits until enough was counted, for a second at most.
   *
   * @param share began to count a while ago
   * @return nothing where the system does not say
   */
  static Optional<Finding> of(CpuShare share) {
    OptionalDouble free = share.free();
    try {
      for (int i = 0; i < TRIES && free.isEmpty(); i++) {
        Thread.sleep(WAIT_MILLIS);
        free = share.free();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return free.isEmpty()
        ? Optional.empty()
        : Optional.of(of(free.getAsDouble(), PhysicalCores.count()));
  }

  /**
   * @param free cores that other processes leave
   * @param planned threads that are planned where none are asked for
   */
  static Finding of(double free, int planned) {
    String text =
        String.format(
            Locale.ROOT,
            "%.1f of %d cores are free of other processes",
            Math.min(free, planned),
            planned);
    int threads = Math.max(1, (int) (free + TOLERATED));
    if (free + TOLERATED >= planned) {
      return Finding.ok(SUBJECT, text);
    }
    String fewer =
        threads < planned
            ? String.format(
                Locale.ROOT,
                ", as llama.cpp computes with %d of %d threads while it is so",
                threads,
                planned)
            : "";
    return Finding.warning(
        SUBJECT, text + ": a pair takes longer" + fewer, "end other programs, or wait for them");
  }
}
