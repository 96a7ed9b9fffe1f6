package io.rank1.models.catalog;

import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.HubRepository;
import java.util.List;
import java.util.Objects;

/**
 * A repository with GGUF files of a model.
 *
 * @param repository where they lie
 * @param pattern a file's name, with {@code {Q}} for the quantization
 * @param quantizations the files, the smallest first
 */
public record GgufSource(
    HubRepository repository, String pattern, List<Quantization> quantizations) {

  private static final String PLACE = "{Q}";

  /**
   * Validates and copies the components.
   *
   * @throws IllegalArgumentException if the pattern has no place for the quantization
   */
  public GgufSource {
    Objects.requireNonNull(repository, "repository");
    quantizations = List.copyOf(quantizations);
    if (!pattern.contains(PLACE)) {
      throw new IllegalArgumentException("no " + PLACE + " in '" + pattern + "'");
    }
  }

  /** The file of a quantization. */
  public HubFile file(Quantization quantization) {
    return new HubFile(repository, pattern.replace(PLACE, quantization.name()));
  }
}
