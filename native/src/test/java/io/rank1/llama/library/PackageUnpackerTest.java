package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageUnpackerTest {

  private final PackageUnpacker unpacker = new PackageUnpacker(LibraryNames.LINUX);
  @TempDir Path dir;
  private Path file;
  private Path to;

  @BeforeEach
  void makeFolder() throws IOException {
    file = dir.resolve("package.tgz");
    to = Files.createDirectory(dir.resolve("to"));
  }

  private List<String> unpacked() throws IOException {
    try (Stream<Path> tree = Files.walk(dir)) {
      return tree.filter(Files::isRegularFile)
          .filter(path -> !path.equals(file))
          .map(path -> dir.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void librariesAndTheLicenceAreTaken() throws IOException {
    try (FakePackage made = FakePackage.at(file)) {
      made.with("package/package.json", "{}")
          .with("package/LICENSE", "MIT")
          .with("package/bins/", TarConstants.LF_DIR, "")
          .with("package/bins/linux-x64/libllama.so", "llama")
          .with("package/bins/linux-x64/llama-addon.node", "node")
          .with("package/bins/linux-x64/libggml.so.0", "ggml");
    }
    unpacker.unpack(file, to);

    assertThat(unpacked())
        .containsExactly(
            "to/LICENSE", "to/bins/linux-x64/libggml.so.0", "to/bins/linux-x64/libllama.so");
    assertThat(to.resolve("bins/linux-x64/libllama.so")).hasContent("llama");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../libevil.so",
        "package/../../libevil.so",
        "package/bins/../../../libevil.so",
        "package/./libevil.so",
        "/libevil.so",
        "package//libevil.so",
        "package\\..\\..\\libevil.so",
        "C:/libevil.so"
      })
  void aPathThatLeadsElsewhereIsRefused(String path) throws IOException {
    try (FakePackage made = FakePackage.at(file)) {
      made.with(path, "evil");
    }

    assertThatThrownBy(() -> unpacker.unpack(file, to))
        .isInstanceOf(IOException.class)
        .hasMessage("it holds a path that leads elsewhere: " + path);
    assertThat(unpacked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_FIFO,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK
      })
  void linksAndDevicesAreRefused(byte type) throws IOException {
    try (FakePackage made = FakePackage.at(file)) {
      made.with("package/libllama.so", type, "../../secret");
    }

    assertThatThrownBy(() -> unpacker.unpack(file, to))
        .isInstanceOf(IOException.class)
        .hasMessage("it holds a link or device: package/libllama.so");
    assertThat(unpacked()).isEmpty();
  }

  @Test
  void aFileThatIsThereTwiceIsRefused() throws IOException {
    try (FakePackage made = FakePackage.at(file)) {
      made.with("package/libllama.so", "one").with("package/libllama.so", "two");
    }

    assertThatThrownBy(() -> unpacker.unpack(file, to)).isInstanceOf(IOException.class);
  }

  @Test
  void aFileThatEndsEarlyIsRefused() throws IOException {
    try (FakePackage made = FakePackage.at(file)) {
      made.withLibraries("content");
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, whole.length / 2, whole.length - 9}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> unpacker.unpack(file, dir.resolve("cut" + length)))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsNoPackageIsRefused() throws IOException {
    Files.writeString(file, "this is no package");

    assertThatThrownBy(() -> unpacker.unpack(file, to)).isInstanceOf(IOException.class);
  }
}
