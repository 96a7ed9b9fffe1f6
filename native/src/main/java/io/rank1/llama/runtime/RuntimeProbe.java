package io.rank1.llama.runtime;

import io.rank1.llama.library.RuntimeFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Tries a llama.cpp without tying this process to it. Safe for use by several threads. */
@FunctionalInterface
public interface RuntimeProbe {

  /**
   * Loads libraries and, with a model, decodes two tokens. What goes wrong is in the report.
   *
   * @param folder the libraries; empty for the embedded ones
   * @param model the model; empty to decode nothing
   */
  ProbeReport run(Optional<RuntimeFolder> folder, Optional<Path> model);
}
