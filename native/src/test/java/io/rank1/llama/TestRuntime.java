package io.rank1.llama;

import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeBackend;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.library.RuntimeInstaller;
import java.nio.file.Path;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * The llama.cpp that the tests run on. The build runs those with the tag {@code llama} twice: on
 * the embedded one, and with the system property {@code rank1.test.runtime=modern} on the pinned
 * package, which is fetched once, or on the folder that {@code RANK1_TEST_RUNTIME} names, with its
 * GPU if it has one. Where none can be had they are skipped, loudly.
 */
public final class TestRuntime {

  private static final String PACKAGE_FILE = "RANK1_TEST_PACKAGE";
  private static final String FOLDER = "RANK1_TEST_RUNTIME";

  private static String unavailable;

  private TestRuntime() {}

  /** The library under test, loaded. */
  public static LlamaRuntime get() {
    return isModern() ? LlamaRuntime.load(modern()) : LlamaRuntime.embedded();
  }

  /** Its folder; empty for the embedded one. */
  public static Optional<RuntimeFolder> folder() {
    return isModern() ? Optional.of(modern()) : Optional.empty();
  }

  /** Whether the tests run on the package. */
  public static boolean isModern() {
    return System.getProperty("rank1.test.runtime", "embedded").equals("modern");
  }

  private static synchronized RuntimeFolder modern() {
    if (unavailable != null) {
      throw new TestAbortedException(unavailable);
    }
    String folder = System.getenv(FOLDER);
    if (folder != null) {
      return RuntimeFolder.find(Path.of(folder), LibraryNames.ofThisSystem());
    }
    try {
      InstalledRuntime runtime =
          InstalledRuntimes.ofThisUser()
              .find(RuntimeBackend.CPU.label())
              .orElseGet(TestRuntime::install);
      return RuntimeFolder.find(runtime.folder(), LibraryNames.ofThisSystem());
    } catch (LibraryException e) {
      unavailable = "no modern llama.cpp: " + e.getMessage();
      System.err.println("*".repeat(100));
      System.err.println("* THE TESTS ON THE MODERN llama.cpp ARE SKIPPED: " + unavailable);
      System.err.println("* " + PACKAGE_FILE + " can name the package's file.");
      System.err.println("*".repeat(100));
      throw new TestAbortedException(unavailable, e);
    }
  }

  private static InstalledRuntime install() {
    RuntimeInstaller installer = RuntimeInstaller.ofThisUser();
    String file = System.getenv(PACKAGE_FILE);
    return file == null
        ? installer.install(RuntimeBackend.CPU, System.err::println)
        : installer.install(RuntimeBackend.CPU, Path.of(file), System.err::println);
  }
}
