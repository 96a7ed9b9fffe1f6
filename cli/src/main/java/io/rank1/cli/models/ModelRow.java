package io.rank1.cli.models;

import io.rank1.llama.MemoryEstimate;
import io.rank1.models.catalog.CatalogItem;
import io.rank1.models.catalog.ModelEntry;
import io.rank1.models.hub.CheckpointFiles;
import io.rank1.models.hub.HubCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that can be fetched, and what is known of it here.
 *
 * @param item what it is
 * @param memory about what it takes to run it
 * @param place the file or folder, if it is whole on disk
 */
public record ModelRow(CatalogItem item, Optional<MemoryEstimate> memory, Optional<Path> place) {

  /** Validates the components. */
  public ModelRow {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(place, "place");
  }

  /** Everything of a model. */
  public static List<ModelRow> of(ModelEntry model, HubCache cache, Load load) {
    return model.items().stream()
        .map(item -> new ModelRow(item, load.of(item), place(item, cache)))
        .toList();
  }

  private static Optional<Path> place(CatalogItem item, HubCache cache) {
    return item.file().isPresent()
        ? cache.find(item.file().get(), Optional.empty())
        : cache
            .findFolder(item.repository(), Optional.empty())
            .filter(folder -> CheckpointFiles.missingIn(folder).isEmpty());
  }
}
