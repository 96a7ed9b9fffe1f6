package io.rank1.models.convert;

import java.io.IOException;
import java.nio.file.Path;

/** The name of a model, by its folder. */
final class ModelName {
  private static final String HUB_PREFIX = "models--";

  private ModelName() {}

  /**
   * The folder's name; in the hub's cache, where that is a hash, the repository's without its owner
   * ({@code models--owner--name/snapshots/hash}).
   */
  static String of(Path folder) throws IOException {
    Path absolute = folder.toRealPath();
    Path above = absolute.getParent() == null ? null : absolute.getParent().getParent();
    if (above != null
        && above.getFileName() != null
        && above.getFileName().toString().startsWith(HUB_PREFIX)) {
      String repository = above.getFileName().toString();
      return repository.substring(repository.lastIndexOf("--") + 2);
    }
    return absolute.getFileName() == null ? "model" : absolute.getFileName().toString();
  }
}
