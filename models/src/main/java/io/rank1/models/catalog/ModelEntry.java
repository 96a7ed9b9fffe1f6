package io.rank1.models.catalog;

import io.rank1.models.hub.HubRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A published model.
 *
 * @param name what users call it
 * @param repository the official checkpoint
 * @param base the model that it was trained from
 * @param architecture as GGUF names it
 * @param parameters all weights
 * @param dimensions its shape
 * @param awq the official checkpoint in 4 bits
 * @param gguf files that others converted
 */
public record ModelEntry(
    String name,
    HubRepository repository,
    String base,
    String architecture,
    long parameters,
    ModelDimensions dimensions,
    Optional<HubRepository> awq,
    Optional<GgufSource> gguf) {

  /** Validates the components. */
  public ModelEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(dimensions, "dimensions");
    Objects.requireNonNull(awq, "awq");
    Objects.requireNonNull(gguf, "gguf");
    if (parameters <= 0) {
      throw new IllegalArgumentException(name + " has no parameters");
    }
  }

  /** The quantizations of its known GGUF files. */
  public List<Quantization> quantizations() {
    return gguf.map(GgufSource::quantizations).orElse(List.of());
  }

  /** Everything of it that can be fetched: GGUF files, then the official checkpoints. */
  public List<CatalogItem> items() {
    List<CatalogItem> items = new ArrayList<>();
    quantizations()
        .forEach(
            quantization -> items.add(new CatalogItem(this, Form.GGUF, Optional.of(quantization))));
    if (awq.isPresent()) {
      items.add(new CatalogItem(this, Form.AWQ, Optional.empty()));
    }
    items.add(new CatalogItem(this, Form.OFFICIAL, Optional.empty()));
    return items;
  }
}
