package io.rank1.llama.runtime;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a llama.cpp was seen to be.
 *
 * @param description kind and build; empty when it could not be loaded
 * @param layout the build whose struct layout it has; empty when it could not be loaded
 * @param devices what it can compute on, a line for each
 * @param gpus how many of them are GPUs
 * @param missing why devices are missing whose backend is there, a line for each
 * @param trial what a trial decode said; empty when there was none
 * @param failure why it cannot be used or was not tried; empty when it can be used
 */
public record ProbeReport(
    Optional<String> description,
    Optional<String> layout,
    List<String> devices,
    int gpus,
    List<String> missing,
    Optional<String> trial,
    Optional<ProbeFailure> failure) {

  public ProbeReport {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(failure, "failure");
    devices = List.copyOf(devices);
    missing = List.copyOf(missing);
  }

  /** A report of one that was tried and cannot be used. */
  public static ProbeReport failed(String why) {
    return failed(new ProbeFailure(ProbeFailure.Kind.UNUSABLE, why));
  }

  /** A report of one that could not be tried. */
  public static ProbeReport untried(String why) {
    return failed(new ProbeFailure(ProbeFailure.Kind.NOT_TRIED, why));
  }

  private static ProbeReport failed(ProbeFailure failure) {
    return new ProbeReport(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        List.of(),
        Optional.empty(),
        Optional.of(failure));
  }

  /** Whether there was a trial, however it went. */
  public boolean wasTried() {
    return failure.map(ProbeFailure::kind).filter(ProbeFailure.Kind.NOT_TRIED::equals).isEmpty();
  }

  /** Whether it loaded and did what it was asked to. */
  public boolean isUsable() {
    return failure.isEmpty();
  }

  /** Whether it is usable and has a GPU. */
  public boolean hasGpu() {
    return isUsable() && gpus > 0;
  }

  /** What is wrong with it, or that it has no GPU. */
  public String problem() {
    return failure
        .map(ProbeFailure::words)
        .orElseGet(() -> missing.isEmpty() ? "it has no GPU" : String.join("; ", missing));
  }
}
