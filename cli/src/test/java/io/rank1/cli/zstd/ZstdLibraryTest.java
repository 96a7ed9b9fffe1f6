package io.rank1.cli.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdLibraryTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64",
    "Linux, aarch64",
    "Mac OS X, x86_64",
    "Mac OS X, aarch64",
    "Windows 11, amd64"
  })
  void theJarHasItForThePlatform(String osName, String osArch) {
    assertThat(ZstdLibrary.class.getClassLoader().getResource(ZstdLibrary.resource(osName, osArch)))
        .isNotNull();
  }

  @Test
  void itIsLoadedOnceAndForAll() throws IOException {
    ZstdLibrary.load();
    ZstdLibrary.load();
    assertThat(Native.isLoaded()).isTrue();
  }
}
