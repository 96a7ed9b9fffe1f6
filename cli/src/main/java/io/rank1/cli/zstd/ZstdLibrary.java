package io.rank1.cli.zstd;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import io.rank1.core.resource.UnpackedLibrary;
import java.io.IOException;
import java.util.Locale;

/**
 * zstd's native library. zstd-jni would unpack it to the folder for temporary files, anew for every
 * process, and where it cannot, as in one that is mounted noexec, says neither why nor what to do.
 */
public final class ZstdLibrary {

  /** How a user tells zstd-jni to take another library. */
  private static final String OWN = "ZstdNativePath";

  private ZstdLibrary() {}

  /**
   * Loads it from the user's cache folder, unless a user has named another. To be called before
   * zstd is used; later calls do nothing.
   *
   * @throws IOException when it cannot be unpacked or loaded, or there is none for this platform;
   *     the message is one line and says what to do
   */
  public static synchronized void load() throws IOException {
    if (Native.isLoaded() || System.getProperty(OWN) != null) {
      return;
    }
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    ClassLoader loader = ZstdLibrary.class.getClassLoader();
    try {
      UnpackedLibrary.load(resource(os, arch), loader)
          .orElseThrow(
              () ->
                  new IOException("there is none for " + os + " on " + arch + "; unpack the file"));
    } catch (IOException e) {
      throw new IOException("cannot use zstd: " + e.getMessage(), e);
    }
    Native.assumeLoaded();
  }

  /** Where zstd-jni's jar has the library of a platform, as its {@code Native} names it. */
  static String resource(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean isMac = os.startsWith("mac");
    boolean isWindows = os.startsWith("windows");
    String folder = isMac ? "darwin" : isWindows ? "win" : "linux";
    String arch = isMac || !osArch.equals("x86_64") ? osArch : "amd64";
    String suffix = isMac ? ".dylib" : isWindows ? ".dll" : ".so";
    return folder + "/" + arch + "/libzstd-jni-" + ZstdVersion.VERSION + suffix;
  }
}
