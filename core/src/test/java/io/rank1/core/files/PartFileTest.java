package io.rank1.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.files.PartFile.Durability;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartFileTest {

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(PartFile file, String text) throws IOException {
    file.channel().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource
  void appearsWhenItIsComplete(Durability durability) throws IOException {
    Path target = Files.writeString(folder.resolve("a"), "old");
    try (PartFile file = PartFile.create(target)) {
      write(file, "new");
      assertThat(target).hasContent("old");
      assertThat(names()).containsExactly(".a.rank1.part", "a");
      file.complete(durability);
    }
    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("a");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nothingButAFileIsReplaced() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    for (Path name : List.of(pipe, link, Files.createDirectory(folder.resolve("sub")))) {
      assertThatThrownBy(() -> PartFile.create(name))
          .isInstanceOf(IOException.class)
          .hasMessage("it is a folder, a device or a pipe");
    }
    assertThat(names()).containsExactly("link", "pipe", "sub");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theFileThatALinkLeadsToIsReplaced() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("b"));
    Path old = Files.writeString(inner.resolve("c"), "old");
    Path second = Files.createSymbolicLink(inner.resolve("d"), Path.of("c"));
    Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b/d"));
    try (PartFile file = PartFile.create(link)) {
      assertThat(file.path()).isEqualTo(PartFile.of(inner.resolve("c")));
      write(file, "new");
      file.complete(Durability.BEFORE_THE_NAME);
    }
    assertThat(old).hasContent("new");
    assertThat(link).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void whatIsNotCompletedGoes() throws IOException {
    Path target = Files.writeString(folder.resolve("a"), "old");
    try (PartFile file = PartFile.create(target)) {
      write(file, "new");
    }
    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void itGoesAlsoAfterAnInterruptHasClosedTheChannel() throws IOException {
    try (PartFile file = PartFile.create(folder.resolve("a"))) {
      file.channel().close();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsWrittenOver() throws IOException {
    Files.writeString(PartFile.of(folder.resolve("a")), "much longer than the new one");
    try (PartFile file = PartFile.create(folder.resolve("a"))) {
      write(file, "new");
      file.complete(Durability.LEFT_TO_THE_SYSTEM);
    }
    assertThat(folder.resolve("a")).hasContent("new");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void onlyOneCanWriteIt() throws IOException {
    Path target = folder.resolve("a");
    try (PartFile first = PartFile.create(target)) {
      write(first, "first");
      assertThatThrownBy(() -> PartFile.create(target).close())
          .isInstanceOf(IOException.class)
          .hasMessage("it is being written already");
      first.complete(Durability.LEFT_TO_THE_SYSTEM);
    }
    assertThat(target).hasContent("first");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkInItsPlaceIsNotFollowed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Files.createSymbolicLink(PartFile.of(folder.resolve("a")), other);
    assertThatThrownBy(() -> PartFile.create(folder.resolve("a")).close())
        .isInstanceOf(IOException.class)
        .hasMessage(".a.rank1.part is in the way, which is no file: remove it");
    assertThat(other).hasContent("mine");
  }

  @Test
  void anInterruptedThreadMakesNone() throws IOException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> PartFile.create(folder.resolve("a")).close())
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> PartFile.create(folder.resolve("none/a")).close())
        .isInstanceOf(NoSuchFileException.class);
  }
}
