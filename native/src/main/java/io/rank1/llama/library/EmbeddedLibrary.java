package io.rank1.llama.library;

import io.rank1.core.resource.PackedFile;
import java.util.Locale;
import java.util.Optional;

/**
 * The libraries inside {@code de.kherud:llama} 4.2.0 that export llama.cpp's C API, with the
 * SHA-256 of each. The artifact's Windows and Android libraries export JNI entry points only.
 */
public enum EmbeddedLibrary {
  LINUX_X86_64(
      "Linux/x86_64/libjllama.so",
      "93276c536d00f037c37ed6ec1e55be9c828940f4a0af59af10a8f638a31bbc3c"),
  LINUX_AARCH64(
      "Linux/aarch64/libjllama.so",
      "d852c1625b2dac90a974613a2f019ecabf0c5d7bc054dcc14a05246d5aa2a1a7"),
  MAC_X86_64(
      "Mac/x86_64/libjllama.dylib",
      "02ec1b3570cde80e5fbfc3ba56b5de68ffef2a26e7b470a89547a80e87120e81"),
  MAC_AARCH64(
      "Mac/aarch64/libjllama.dylib",
      "7ba2311dc634e24b572512a2279357327511ad3d77dea032a77feab77c14d341");

  /** The llama.cpp build that all of them are. */
  public static final String BUILD = "b4916";

  private final PackedFile packed;

  EmbeddedLibrary(String path, String sha256) {
    this.packed = new PackedFile("de/kherud/llama/" + path, sha256);
  }

  /** The library on the class path. */
  public PackedFile packed() {
    return packed;
  }

  /**
   * The library for a platform, if there is one.
   *
   * @param osName as in the system property {@code os.name}
   * @param osArch as in the system property {@code os.arch}
   */
  public static Optional<EmbeddedLibrary> forPlatform(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    if (!x86 && !arm) {
      return Optional.empty();
    }
    if (os.startsWith("linux")) {
      return Optional.of(x86 ? LINUX_X86_64 : LINUX_AARCH64);
    }
    if (os.startsWith("mac")) {
      return Optional.of(x86 ? MAC_X86_64 : MAC_AARCH64);
    }
    return Optional.empty();
  }
}
