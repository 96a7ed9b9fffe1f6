package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeCatalogTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "amd64, CPU, @node-llama-cpp/linux-x64, 5uCCDNqW",
    "amd64, CUDA, @node-llama-cpp/linux-x64-cuda, 8rQCjyNN",
    "x86_64, VULKAN, @node-llama-cpp/linux-x64-vulkan, bBxqU+JO",
    "aarch64, CPU, @node-llama-cpp/linux-arm64, W+7naKCX"
  })
  void linuxHasPinnedPackages(String arch, RuntimeBackend backend, String name, String hash) {
    RuntimePackage found = RuntimeCatalog.forPlatform("Linux", arch).require(backend);

    assertThat(found.spec()).isEqualTo(name + "@3.22.1");
    assertThat(found.integrity().text()).startsWith("sha512-" + hash);
  }

  @Test
  void whereNothingIsPinnedTheAlternativeIsNamed() {
    RuntimeCatalog mac = RuntimeCatalog.forPlatform("Mac OS X", "aarch64");

    assertThat(mac.find(RuntimeBackend.METAL)).isEmpty();
    assertThatThrownBy(() -> mac.require(RuntimeBackend.METAL))
        .isInstanceOf(LibraryException.class)
        .hasMessage(
            "cannot install metal on Mac OS X on aarch64: the hash of no such package is known;"
                + " give any folder with llama.cpp's libraries, for example Homebrew's prefix, by"
                + " --runtime DIR instead");
    assertThat(RuntimeCatalog.forPlatform("Windows 11", "amd64").packages()).isEmpty();
    assertThat(RuntimeCatalog.forPlatform("Linux", "riscv64").packages()).isEmpty();
  }

  @Test
  void whatThereIsInsteadIsNamed() {
    RuntimeCatalog linux = RuntimeCatalog.forPlatform("Linux", "amd64");

    assertThatThrownBy(() -> linux.require(RuntimeBackend.METAL))
        .hasMessageContaining("known, only of cpu, cuda, vulkan; ");
  }

  @Test
  void integrityIsAsNpmWritesIt() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "abc");

    // The SHA-512 of "abc" from the standard, FIPS 180-4.
    assertThat(Integrity.of(file))
        .hasToString(
            "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha512-", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="})
  void integrityIsASha512(String text) {
    assertThatThrownBy(() -> new Integrity(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"linux-x64, 1.2.3", "@scope/name;ls, 1.2.3", "@scope/name, latest", "@s/n, 1.2.3 -g"})
  void namesAndVersionsHoldNothingElse(String name, String version) {
    Integrity integrity = new Integrity("sha512-" + "A".repeat(86) + "==");

    assertThatThrownBy(() -> new RuntimePackage(name, version, integrity))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
