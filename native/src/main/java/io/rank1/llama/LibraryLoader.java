package io.rank1.llama;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.rank1.core.resource.UnpackedLibrary;
import io.rank1.llama.abi.AbiLayout;
import io.rank1.llama.abi.CallNames;
import io.rank1.llama.abi.Defaults;
import io.rank1.llama.abi.UnknownLayoutException;
import io.rank1.llama.library.BackendFiles;
import io.rank1.llama.library.ElfMachine;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.raw.DeviceApi;
import io.rank1.llama.raw.LlamaApi;
import io.rank1.llama.raw.ParamsStruct;
import io.rank1.llama.raw.RegistryApi;
import io.rank1.llama.raw.VersionApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Loads llama.cpp's libraries, recognises what they are, and binds their functions. */
final class LibraryLoader {

  private LibraryLoader() {}

  /** The one library that has everything linked in. */
  static LlamaRuntime loadEmbedded(Path file) {
    JnaStub.load();
    NativeLibrary library = open(file);
    LogBridge log = bind(file, library); // first: loading backends may already log
    AbiLayout layout = recognise(file, library, CallNames.USUAL);
    bindDevices(file, library, library);
    String description = "embedded llama.cpp b" + buildNumber(library);
    SamplerLibrary samplers = new SamplerLibrary(library, library);
    return start(file, layout, samplers, description, log, library, Optional.empty());
  }

  /** A folder's libraries; the backends, which are not linked in, come from the folder too. */
  static LlamaRuntime loadFolder(RuntimeFolder folder) {
    JnaStub.load();
    NativeLibrary ggml = open(folder.ggml());
    NativeLibrary base = folder.base().map(LibraryLoader::open).orElse(ggml);
    NativeLibrary exported = open(folder.llama());
    CallNames names = CallNames.of(name -> exports(exported, name));
    NativeLibrary library = named(folder.llama(), names);
    LogBridge log = bind(folder.llama(), library);
    AbiLayout layout = recognise(folder.llama(), library, names);
    if (!names.listsDevices()) {
      SamplerLibrary samplers = new SamplerLibrary(library, base);
      String description =
          layout.build() + " " + FileHash.markOf(List.of(folder.llama(), folder.ggml()));
      return start(folder.llama(), layout, samplers, description, log, library, Optional.empty());
    }
    bindDevices(folder.ggml(), ggml, base);
    Path backends = folder.backends().folder();
    RegistryApi.ggml_backend_load_all_from_path(LlamaModel.cString(backends.toString()));
    if (RegistryApi.ggml_backend_dev_count() == 0) {
      throw new RuntimeUnusableException(
          "no backend of llama.cpp can be loaded from " + backends + words(log));
    }
    String description = "llama.cpp " + version(library);
    SamplerLibrary samplers = new SamplerLibrary(library, base);
    Optional<BackendFiles> files = Optional.of(folder.backends());
    return start(folder.llama(), layout, samplers, description, log, library, files);
  }

  private static String words(LogBridge log) {
    String errors = log.takeErrors();
    return errors.isEmpty() ? ": is there one for this processor?" : ": " + errors;
  }

  private static LlamaRuntime start(
      Path file,
      AbiLayout layout,
      SamplerLibrary samplers,
      String description,
      LogBridge log,
      NativeLibrary library,
      Optional<BackendFiles> backends) {
    KvCalls kv = KvCalls.of(layout.kv());
    try {
      kv.bind(library);
    } catch (UnsatisfiedLinkError e) {
      throw unusable(file, e);
    }
    LlamaApi.llama_backend_init();
    return new LlamaRuntime(file, layout, kv, samplers, description, log, backends);
  }

  /**
   * Opens a library.
   *
   * @throws RuntimeUnusableException with the loader's words
   */
  static NativeLibrary open(Path file) {
    String here = System.getProperty("os.arch");
    String made = ElfMachine.of(file).orElse(here);
    if (!made.equals(here)) {
      throw new RuntimeUnusableException(
          "cannot load " + file + ": it is made for " + made + ", this Java runs on " + here);
    }
    try {
      return NativeLibrary.getInstance(file.toString());
    } catch (UnsatisfiedLinkError e) {
      throw unusable(file, e);
    }
  }

  private static LogBridge bind(Path file, NativeLibrary library) {
    try {
      Native.register(LlamaApi.class, library);
    } catch (UnsatisfiedLinkError e) {
      throw unusable(file, e);
    }
    LogBridge log = LogBridge.install();
    LlamaRuntime.bound(file, log);
    return log;
  }

  private static void bindDevices(Path file, NativeLibrary registry, NativeLibrary devices) {
    try {
      Native.register(RegistryApi.class, registry);
      Native.register(DeviceApi.class, devices);
    } catch (UnsatisfiedLinkError e) {
      throw unusable(file, e);
    }
  }

  private static RuntimeUnusableException unusable(Path file, UnsatisfiedLinkError e) {
    String why = UnpackedLibrary.forbidden(file).orElseGet(() -> loadersWords(e));
    return new RuntimeUnusableException("cannot load " + file + ": " + why, e);
  }

  /**
   * What the loader said. JNA's first line names the library and ends in a colon, the second says
   * why, and those after it tell of other ways that it tried.
   */
  static String loadersWords(UnsatisfiedLinkError e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.endsWith(":"))
        .findFirst()
        .orElse("no reason is given");
  }

  private static boolean exports(NativeLibrary library, String function) {
    try {
      library.getFunction(function);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false; // that is how JNA says so
    }
  }

  /** The library under the names that {@code raw} declares. */
  private static NativeLibrary named(Path file, CallNames names) {
    FunctionMapper mapper = (library, method) -> names.of(method.getName());
    return NativeLibrary.getInstance(
        file.toString(), Map.of(Library.OPTION_FUNCTION_MAPPER, mapper));
  }

  private static AbiLayout recognise(Path file, NativeLibrary library, CallNames names) {
    try {
      return AbiLayout.recognise(
          names,
          defaults(modelDefaults(), library, names, "llama_model_default_params"),
          defaults(contextDefaults(), library, names, "llama_context_default_params"));
    } catch (UnknownLayoutException e) {
      throw new RuntimeUnusableException(
          file + ": unknown layout of llama.cpp's parameters: " + e.getMessage(), e);
    }
  }

  /** What the values of the usual builds tell needs no size. */
  private static Defaults defaults(
      ParamsStruct params, NativeLibrary library, CallNames names, String function) {
    return new Defaults(
        params.words,
        names == CallNames.USUAL ? OptionalInt.empty() : StructSize.written(library, function));
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

  private static String version(NativeLibrary library) {
    Native.register(VersionApi.class, library); // its layouts are of builds that have it
    return VersionApi.llama_version().getString(0, "UTF-8");
  }
}
