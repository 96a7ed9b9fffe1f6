package io.rank1.llama;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.rank1.core.resource.UserCache;
import io.rank1.llama.abi.AbiLayout;
import io.rank1.llama.abi.UnknownLayoutException;
import io.rank1.llama.library.EmbeddedLibrary;
import io.rank1.llama.raw.KvSelfApi;
import io.rank1.llama.raw.LlamaApi;
import io.rank1.llama.raw.ParamsStruct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A loaded llama.cpp. There is one a process, since its functions are bound once; it is never
 * unloaded. Safe for use by several threads.
 */
public final class LlamaRuntime {

  private final Path library;
  private final AbiLayout layout;
  private final String description;
  private final LogBridge log;
  private final Lock computing = new ReentrantLock(true);

  private LlamaRuntime(Path library, AbiLayout layout, String description, LogBridge log) {
    this.library = library;
    this.layout = layout;
    this.description = description;
    this.log = log;
  }

  /**
   * The library that Maven brings, taken out of its jar into the user's cache folder, verified, and
   * loaded on the first call.
   *
   * @throws RuntimeUnusableException when there is none for this platform or it cannot be loaded
   */
  public static LlamaRuntime embedded() {
    return Embedded.get();
  }

  /** The llama.cpp build that {@link #embedded()} loads, without loading it. */
  public static String embeddedBuild() {
    return EmbeddedLibrary.BUILD;
  }

  /** Kind and build, as results name it: {@code embedded llama.cpp b4916}. */
  public String description() {
    return description;
  }

  /** The library's file. */
  public Path library() {
    return library;
  }

  AbiLayout layout() {
    return layout;
  }

  LogBridge log() {
    return log;
  }

  /**
   * Held while a graph is computed. b4916's CPU matrix products for F32 and F16 hand out their work
   * through a counter that all contexts of the process share (tinyBLAS in {@code sgemm.cpp}): two
   * at a time corrupt each other's results. One already uses all cores, so nothing is lost.
   */
  Lock computing() {
    return computing;
  }

  /** Holds the one runtime; binding the functions a second time would be an error. */
  private static final class Embedded {

    private static LlamaRuntime runtime;

    private static synchronized LlamaRuntime get() {
      if (runtime == null) {
        runtime = load(extract());
      }
      return runtime;
    }

    private static Path extract() {
      String os = System.getProperty("os.name");
      String arch = System.getProperty("os.arch");
      EmbeddedLibrary library =
          EmbeddedLibrary.forPlatform(os, arch)
              .orElseThrow(
                  () ->
                      new RuntimeUnusableException(
                          "no embedded llama.cpp for " + os + " on " + arch));
      UserCache cache = UserCache.ofThisUser().section("native");
      try {
        return cache.provide(library.packed(), LlamaRuntime.class.getClassLoader());
      } catch (IOException e) {
        throw new RuntimeUnusableException(
            "cannot unpack the embedded llama.cpp to "
                + cache
                + " (set RANK1_CACHE to a folder that can be written): "
                + e.getMessage(),
            e);
      }
    }
  }

  private static LlamaRuntime load(Path file) {
    NativeLibrary library;
    try {
      library = NativeLibrary.getInstance(file.toString());
      Native.register(LlamaApi.class, library);
    } catch (UnsatisfiedLinkError e) {
      String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new RuntimeUnusableException("cannot load " + file + ": " + words, e);
    }
    LogBridge log = LogBridge.install(); // first: loading backends may already log
    AbiLayout layout = recognise(file);
    Native.register(KvSelfApi.class, library);
    LlamaApi.llama_backend_init();
    return new LlamaRuntime(file, layout, "embedded llama.cpp b" + buildNumber(library), log);
  }

  private static AbiLayout recognise(Path file) {
    try {
      return AbiLayout.recognise(modelDefaults().words, contextDefaults().words);
    } catch (UnknownLayoutException e) {
      throw new RuntimeUnusableException(
          file + ": unknown layout of llama.cpp's parameters: " + e.getMessage(), e);
    }
  }

  static ParamsStruct modelDefaults() {
    ParamsStruct params = LlamaApi.llama_model_default_params();
    params.read();
    return params;
  }

  static ParamsStruct contextDefaults() {
    ParamsStruct params = LlamaApi.llama_context_default_params();
    params.read();
    return params;
  }

  /** {@code LLAMA_BUILD_NUMBER} of llama.cpp's common/build-info.cpp, which the library exports. */
  private static int buildNumber(NativeLibrary library) {
    Pointer number = library.getGlobalVariableAddress("LLAMA_BUILD_NUMBER");
    return number.getInt(0);
  }
}
