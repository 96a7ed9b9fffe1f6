package io.rank1.llama;

import java.nio.file.Path;
import java.util.Optional;

/** The llama.cpp that the tests run on. */
final class TestRuntime {

  private TestRuntime() {}

  static LlamaRuntime get() {
    String folder = System.getProperty("rank1.test.modern");
    if (folder == null) {
      return LlamaRuntime.embedded();
    }
    Path dir = Path.of(folder);
    return LlamaRuntime.load(
        new LibraryFiles(
            dir.resolve("libllama.v0.5.0.so"),
            dir.resolve("libggml.v0.5.0.so"),
            Optional.empty(),
            dir));
  }
}
