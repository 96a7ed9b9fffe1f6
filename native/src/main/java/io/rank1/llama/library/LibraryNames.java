package io.rank1.llama.library;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How shared libraries are named on an operating system. */
public enum LibraryNames {
  LINUX("lib", "\\.so", "(\\.\\d+)*"),
  // Backends that ggml loads by itself end in .so here too.
  MAC("lib", "\\.(dylib|so)", ""),
  // MinGW keeps the prefix.
  WINDOWS("(lib)?", "\\.dll", "");

  /** {@code .v0.5.0} or {@code .cuda.v0.5.0}: a hyphen would make it another library. */
  private static final String VARIANT = "(\\.[A-Za-z0-9]+)*?";

  private final Pattern any;
  private final Pattern llama;
  private final Pattern ggml;
  private final Pattern backend;

  LibraryNames(String prefix, String suffix, String version) {
    String end = VARIANT + suffix + version;
    this.any = Pattern.compile(prefix + ".+" + suffix + version);
    this.llama = Pattern.compile(prefix + "llama" + end);
    this.ggml = Pattern.compile(prefix + "ggml" + end);
    this.backend = Pattern.compile(prefix + "ggml-(?<kind>[a-z0-9]+)([-_][A-Za-z0-9_-]+)?" + end);
  }

  /**
   * The names on an operating system; one that is not known is taken for a kind of Unix.
   *
   * @param osName as in the system property {@code os.name}
   */
  public static LibraryNames of(String osName) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) {
      return MAC;
    }
    return os.startsWith("windows") ? WINDOWS : LINUX;
  }

  /** The names on this process's operating system. */
  public static LibraryNames ofThisSystem() {
    return of(System.getProperty("os.name"));
  }

  /** Whether a file is a shared library, by its name. */
  public boolean isLibrary(String fileName) {
    return any.matcher(fileName).matches();
  }

  /** Whether a file is llama.cpp's main library, of whatever version. */
  public boolean isLlama(String fileName) {
    return llama.matcher(fileName).matches();
  }

  /** Whether a file is ggml's main library, of whatever version. */
  public boolean isGgml(String fileName) {
    return ggml.matcher(fileName).matches();
  }

  /** Whether a file is the library that ggml's main one is built upon. */
  boolean isBase(String fileName) {
    Matcher matcher = backend.matcher(fileName);
    return matcher.matches() && matcher.group("kind").equals("base");
  }

  /** What a ggml backend computes on: {@code cpu} for {@code libggml-cpu-haswell.so}. */
  public Optional<String> backendKind(String fileName) {
    Matcher matcher = backend.matcher(fileName);
    return matcher.matches() && !matcher.group("kind").equals("base")
        ? Optional.of(matcher.group("kind"))
        : Optional.empty();
  }
}
