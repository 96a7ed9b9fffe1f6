package io.rank1.cli.collection.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A corpus.
 *
 * @param paths its files; of a folder, all files in it, by name, but hidden ones
 * @param format what they look like
 */
public record CorpusSource(List<Path> paths, CorpusFormat format) {

  /** Validates and copies the components. */
  public CorpusSource {
    Objects.requireNonNull(format, "format");
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("no corpus");
    }
  }
}
