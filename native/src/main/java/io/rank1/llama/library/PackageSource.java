package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.Path;

/** Where packages come from. */
@FunctionalInterface
public interface PackageSource {

  /**
   * Fetches a package; its content is yet to be verified.
   *
   * @param folder an empty folder for it
   * @return the packed file in this folder
   * @throws IOException when it cannot be had, with a message that says why in one line
   */
  Path fetch(RuntimePackage wanted, Path folder) throws IOException;
}
