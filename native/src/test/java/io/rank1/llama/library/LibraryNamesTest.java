package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryNamesTest {

  @Test
  void systemsAreRecognisedByJavasNamesForThem() {
    assertThat(LibraryNames.of("Linux")).isEqualTo(LibraryNames.LINUX);
    assertThat(LibraryNames.of("Mac OS X")).isEqualTo(LibraryNames.MAC);
    assertThat(LibraryNames.of("Windows 11")).isEqualTo(LibraryNames.WINDOWS);
    assertThat(LibraryNames.of("FreeBSD")).isEqualTo(LibraryNames.LINUX);
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX, libllama.so, true",
    "LINUX, libllama.v0.5.0.so, true",
    "LINUX, libllama.cuda.v0.5.0.so, true",
    "LINUX, libllama.so.0.0.1234, true",
    "LINUX, libllama-common.so, false",
    "LINUX, llama.so, false",
    "LINUX, libllama.so.debug, false",
    "LINUX, libllama.dylib, false",
    "MAC, libllama.dylib, true",
    "MAC, libllama.0.0.1234.dylib, true",
    "MAC, libllama-common.dylib, false",
    "WINDOWS, llama.dll, true",
    "WINDOWS, libllama.dll, true",
    "WINDOWS, llama-common.dll, false",
    "WINDOWS, llama.lib, false"
  })
  void theMainLibraryIsToldFromOthers(LibraryNames names, String file, boolean expected) {
    assertThat(names.isLlama(file)).isEqualTo(expected);
    assertThat(names.isGgml(file.replace("llama", "ggml"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX, libggml-cpu-haswell.so, cpu",
    "LINUX, libggml-cpu.so.0.9.4, cpu",
    "LINUX, libggml-cuda.so, cuda",
    "MAC, libggml-metal.so, metal",
    "MAC, libggml-cpu-apple_m1.so, cpu",
    "MAC, libggml-blas.0.dylib, blas",
    "WINDOWS, ggml-vulkan.dll, vulkan"
  })
  void backendsAreNamedByWhatTheyComputeOn(LibraryNames names, String file, String kind) {
    assertThat(names.backendKind(file)).contains(kind);
    assertThat(names.isGgml(file)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX, libggml-base.so",
    "LINUX, libggml-base.so.0",
    "LINUX, libggml.v0.5.0.so",
    "MAC, libggml-base.dylib",
    "WINDOWS, ggml-base.dll"
  })
  void ggmlItselfIsNoBackend(LibraryNames names, String file) {
    assertThat(names.backendKind(file)).isEmpty();
    assertThat(names.isLibrary(file)).isTrue();
  }
}
