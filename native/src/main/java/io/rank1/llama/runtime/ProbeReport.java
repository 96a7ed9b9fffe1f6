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
 * @param failure why it cannot be used, in one line; empty when it can
 */
public record ProbeReport(
    Optional<String> description,
    Optional<String> layout,
    List<String> devices,
    int gpus,
    List<String> missing,
    Optional<String> trial,
    Optional<String> failure) {

  public ProbeReport {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(failure, "failure");
    devices = List.copyOf(devices);
    missing = List.copyOf(missing);
  }

  /** A report of one that could not be tried at all. */
  public static ProbeReport failed(String why) {
    return new ProbeReport(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        List.of(),
        Optional.empty(),
        Optional.of(why));
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
    return failure.orElseGet(
        () -> missing.isEmpty() ? "it has no GPU" : String.join("; ", missing));
  }
}
