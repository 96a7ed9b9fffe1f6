package io.rank1.llama;

import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import java.nio.file.Path;

/** The llama.cpp that the tests run on. */
final class TestRuntime {

  private TestRuntime() {}

  static LlamaRuntime get() {
    String folder = System.getProperty("rank1.test.modern");
    return folder == null
        ? LlamaRuntime.embedded()
        : LlamaRuntime.load(RuntimeFolder.find(Path.of(folder), LibraryNames.ofThisSystem()));
  }
}
