package io.rank1.llama;

import io.rank1.core.resource.UserCache;
import io.rank1.llama.abi.AbiLayout;
import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.UnknownArchitectureException;
import io.rank1.llama.library.BackendFiles;
import io.rank1.llama.library.EmbeddedLibrary;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A loaded llama.cpp. There is one a process, since its functions are bound once; it is never
 * unloaded. Safe for use by several threads.
 */
public final class LlamaRuntime {

  // enum ggml_backend_dev_type; integrated GPUs came in later
  private static final List<Device.Kind> KINDS =
      List.of(
          Device.Kind.CPU, Device.Kind.GPU, Device.Kind.INTEGRATED_GPU, Device.Kind.ACCELERATOR);
  private static final List<Device.Kind> KINDS_OF_B4916 =
      List.of(Device.Kind.CPU, Device.Kind.GPU, Device.Kind.ACCELERATOR);

  private final Path library;
  private final AbiLayout layout;
  private final KvCalls kv;
  private final String description;
  private final SamplerLibrary samplers;
  private final LogBridge log;
  private final List<Device> devices;
  private final List<String> missing;
  private final Lock computing = new ReentrantLock(true);

  /**
   * @param backends what was to be loaded beside the library; empty when all is linked in
   */
  LlamaRuntime(
      Path library,
      AbiLayout layout,
      KvCalls kv,
      SamplerLibrary samplers,
      String description,
      LogBridge log,
      Optional<BackendFiles> backends) {
    this.library = library;
    this.layout = layout;
    this.kv = kv;
    this.samplers = samplers;
    this.description = description;
    this.log = log;
    this.devices =
        layout.names().listsDevices()
            ? Device.all(layout.kv() == KvGeneration.SELF ? KINDS_OF_B4916 : KINDS)
            : List.of();
    this.missing =
        backends
            .map(files -> MissingBackends.among(files, LibraryNames.ofThisSystem(), devices))
            .orElse(List.of());
  }

  /**
   * The library that Maven brings, taken out of its jar into the user's cache folder, verified, and
   * loaded on the first call.
   *
   * @throws RuntimeUnusableException when there is none for this platform, it cannot be loaded, or
   *     this process has loaded another
   */
  public static LlamaRuntime embedded() {
    Path file = extract();
    return Loaded.get(file, () -> LibraryLoader.loadEmbedded(file));
  }

  /**
   * Libraries from elsewhere, loaded on the first call.
   *
   * @throws RuntimeUnusableException when they cannot be loaded, their layout is unknown, or this
   *     process has loaded others
   */
  public static LlamaRuntime load(RuntimeFolder folder) {
    return Loaded.get(folder.llama(), () -> LibraryLoader.loadFolder(folder));
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

  /** What it can compute on, in its order; empty where the library does not list it. */
  public List<Device> devices() {
    return devices;
  }

  /**
   * Why devices are missing for which a backend lies beside the library, a line for each backend;
   * empty when all is well.
   */
  public List<String> missingBackends() {
    return missing;
  }

  /** Whether layers can be offloaded. */
  public boolean hasGpu() {
    return devices.stream().anyMatch(Device::isGpu);
  }

  /** The build whose struct layout it has. */
  public String layoutName() {
    return layout.build();
  }

  /**
   * Refuses a model of an architecture that came into llama.cpp after this build.
   *
   * @throws UnknownArchitectureException in that case; a newer library can run the model
   */
  public void requireKnows(ModelSummary model) {
    if (layout.laterArchitectures().contains(model.architecture())) {
      throw new UnknownArchitectureException(
          String.format(
              Locale.ROOT,
              "%s: the architecture '%s' needs a newer llama.cpp than the %s",
              model.path(),
              model.architecture(),
              description));
    }
  }

  AbiLayout layout() {
    return layout;
  }

  KvCalls kv() {
    return kv;
  }

  SamplerLibrary samplers() {
    return samplers;
  }

  LogBridge log() {
    return log;
  }

  /**
   * A lock to hold while a graph is computed; empty for a context that need not wait for others.
   *
   * @param onCpu how much of that context's model the CPU computes
   */
  Optional<Lock> computing(Offload.OnCpu onCpu) {
    return computesAlone(layout.kv(), onCpu) ? Optional.of(computing) : Optional.empty();
  }

  /**
   * Whether a context must compute alone. b4916's CPU matrix products for F32 and F16 hand out
   * their work through a counter that all contexts of the process share (tinyBLAS in {@code
   * sgemm.cpp}): two at a time corrupt each other's results, also those of layers that a GPU left
   * over. And on the CPU of any build one context already uses all cores, while the threads of two
   * would wait for each other busily.
   */
  static boolean computesAlone(KvGeneration generation, Offload.OnCpu onCpu) {
    return switch (onCpu) {
      case ALL -> true;
      case SOME -> generation == KvGeneration.SELF;
      case NOTHING -> false;
    };
  }

  /** Holds the one runtime; binding the functions a second time would be an error. */
  private static final class Loaded {

    private static LlamaRuntime runtime;
    private static Path bound;
    private static LogBridge boundLog; // held for a library that was bound and then refused

    private static synchronized LlamaRuntime get(Path library, Supplier<LlamaRuntime> loader) {
      if (bound != null && !bound.equals(library)) {
        throw new RuntimeUnusableException(
            "this process has loaded " + bound + "; " + library + " needs another process");
      }
      if (runtime == null) {
        runtime = loader.get();
      }
      return runtime;
    }
  }

  /** To be told once functions are bound: from then on no other library can be. */
  static void bound(Path library, LogBridge log) {
    synchronized (Loaded.class) {
      Loaded.bound = library;
      Loaded.boundLog = log;
    }
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
    try {
      return unpacked(library, UserCache.ofThisUser().section("native"));
    } catch (IOException e) {
      throw new RuntimeUnusableException(
          "cannot unpack the embedded llama.cpp: " + e.getMessage(), e);
    }
  }

  private static Path unpacked(EmbeddedLibrary library, UserCache cache) throws IOException {
    try {
      return cache.provide(library.packed(), LlamaRuntime.class.getClassLoader());
    } catch (IOException e) {
      throw new IOException(cache.whyNotWritten(e), e);
    }
  }
}
