package io.rank1.models.catalog;

import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.HubRepository;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something of a model that can be fetched.
 *
 * @param model the model
 * @param form what it is
 * @param quantization which GGUF file; nothing for a checkpoint
 */
public record CatalogItem(ModelEntry model, Form form, Optional<Quantization> quantization) {

  /** AWQ's bits for a weight of a matrix: 4, and a scale and a zero point for 128 of them. */
  private static final double AWQ_BITS = 4 + (16 + 4) / 128.0;

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException if they do not belong together
   */
  public CatalogItem {
    Objects.requireNonNull(model, "model");
    boolean gguf = form == Form.GGUF;
    boolean missing = gguf && model.gguf().isEmpty() || form == Form.AWQ && model.awq().isEmpty();
    if (missing || gguf != quantization.isPresent()) {
      throw new IllegalArgumentException(model.name() + " is not there as " + form);
    }
  }

  /** What users call it: {@code rank1-7b:Q4_K_M}, {@code rank1-7b-awq} or {@code rank1-7b}. */
  public String name() {
    return switch (form) {
      case GGUF -> model.name() + ":" + quantization.orElseThrow().name();
      case AWQ -> model.awq().orElseThrow().name();
      case OFFICIAL -> model.name();
    };
  }

  /** Where it lies. */
  public HubRepository repository() {
    return switch (form) {
      case GGUF -> model.gguf().orElseThrow().repository();
      case AWQ -> model.awq().orElseThrow();
      case OFFICIAL -> model.repository();
    };
  }

  /** The file; nothing for a checkpoint, which is several. */
  public Optional<HubFile> file() {
    return quantization.map(chosen -> model.gguf().orElseThrow().file(chosen));
  }

  /**
   * About how much there is to fetch, in 10^9 bytes: as published for GGUF files, computed from the
   * shape for checkpoints.
   */
  public OptionalDouble gigabytes() {
    return switch (form) {
      case GGUF -> quantization.orElseThrow().gigabytes();
      case AWQ -> OptionalDouble.of(gigabytes(AWQ_BITS));
      case OFFICIAL -> OptionalDouble.of(gigabytes(16));
    };
  }

  /** About how large the file is that llama.cpp loads, once a checkpoint is converted exactly. */
  public OptionalDouble gigabytesToRun() {
    return form == Form.GGUF ? gigabytes() : OptionalDouble.of(gigabytes(form.convertedBits()));
  }

  private double gigabytes(double bits) {
    long linear = model.dimensions().linearWeights();
    return (linear * bits + (model.parameters() - linear) * 16) / 8 / 1e9;
  }
}
