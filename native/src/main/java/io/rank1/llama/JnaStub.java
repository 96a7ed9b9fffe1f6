package io.rank1.llama;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.rank1.core.resource.UnpackedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * JNA's own native library. JNA would unpack it to the home folder, anew for every process, and
 * where it cannot, as in a home folder that is mounted noexec, says neither why nor what to do.
 */
final class JnaStub {

  private static final String FOLDER = "jna.boot.library.path";
  private static final String NO_UNPACKING = "jna.nounpack"; // and no folder for it, nor tidying

  private JnaStub() {}

  /**
   * Loads it from the user's cache folder, and tells JNA, unless a user has told JNA otherwise or
   * JNA has no library for this platform. To be called before JNA is used; later calls do nothing.
   *
   * @throws RuntimeUnusableException when it cannot be unpacked or loaded
   */
  static synchronized void load() {
    if (Stream.of(FOLDER, NO_UNPACKING, "jna.tmpdir", "jna.noclasspath")
        .anyMatch(name -> System.getProperty(name) != null)) {
      return;
    }
    String name = System.mapLibraryName("jnidispatch").replace(".dylib", ".jnilib");
    String resource = "com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + name;
    try {
      Optional<Path> file = UnpackedLibrary.load(resource, Native.class.getClassLoader());
      if (file.isPresent()) {
        String folder = file.get().toAbsolutePath().getParent().toString();
        System.setProperty(FOLDER, folder);
        System.setProperty(NO_UNPACKING, "true");
      }
    } catch (IOException e) {
      throw new RuntimeUnusableException("cannot use JNA: " + e.getMessage(), e);
    }
  }
}
