package io.rank1.cli.models;

import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.check.Head;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.Support;
import io.rank1.models.catalog.CatalogItem;
import io.rank1.models.catalog.ModelDimensions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a model is to be run with.
 *
 * @param context tokens of one pair
 * @param parallel pairs at once
 */
public record Load(int context, int parallel) {

  /** The same, but with no longer a context than a model was trained for. */
  Load within(int trained) {
    return new Load(Math.min(context, trained), parallel);
  }

  /** What a file takes. */
  MemoryEstimate of(ModelSummary model) {
    return MemoryEstimate.of(model, context, parallel);
  }

  /** What something of the catalogue takes; nothing when its size is not known. */
  Optional<MemoryEstimate> of(CatalogItem item) {
    return item.gigabytesToRun().stream()
        .mapToObj(gigabytes -> of(summary(item, (long) (gigabytes * 1e9))))
        .findFirst();
  }

  private static ModelSummary summary(CatalogItem item, long bytes) {
    ModelDimensions shape = item.model().dimensions();
    return new ModelSummary(
        Path.of(item.model().name()),
        bytes,
        item.model().architecture(),
        Support.SUPPORTED,
        Head.OWN,
        item.model().name(),
        shape.layers(),
        shape.embedding(),
        shape.heads(),
        shape.kvHeads(),
        shape.headWidth(),
        shape.headWidth(),
        shape.context(),
        shape.vocabulary());
  }

  /** In words. */
  @Override
  public String toString() {
    return (parallel == 1 ? "one pair at a time" : parallel + " pairs at once")
        + " with a context of "
        + context;
  }
}
