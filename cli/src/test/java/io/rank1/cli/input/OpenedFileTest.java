package io.rank1.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenedFileTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {"{, {", "^ \r\n\t{^, {", "^\uFEFF{^, {", "^\uFEFF \n<top>^, <", "abc, a"})
  void looksAtTheBeginningAndReadsAll(String text, char first) throws Exception {
    Path path = Files.write(dir.resolve("f"), Packed.gzip(text));
    try (OpenedFile file = OpenedFile.open(path)) {
      assertThat(file.first()).isEqualTo(first);
      assertThat(file.beginning(2)).startsWith(String.valueOf(first)).hasSize(2);
      assertThat(file.contents().readAllBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {"^^", "^ \n^", "^\uFEFF^"})
  void knowsFilesWithNothingInThem(String text) throws Exception {
    try (OpenedFile file = OpenedFile.open(Files.writeString(dir.resolve("f"), text))) {
      assertThat(file.first()).isEqualTo(OpenedFile.NOTHING);
    }
  }

  @Test
  void standardInputIsUnpackedToo() throws Exception {
    InputStream stdin = new ByteArrayInputStream(Packed.zstd("\n<"));
    try (OpenedFile file = OpenedFile.standardInput(stdin)) {
      assertThat(file.name()).isEqualTo("standard input");
      assertThat(file.first()).isEqualTo('<');
      assertThat(file.lines().name()).isEqualTo("standard input");
    }
  }

  @Test
  void tellsWhatCannotBeRead() throws Exception {
    assertThatThrownBy(() -> OpenedFile.open(dir))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot read " + dir + ": it is a directory");
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> OpenedFile.open(missing))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot read " + missing + ": no such file");
    Path xz = Files.write(dir.resolve("f.xz"), new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0});
    try (OpenedFile file = OpenedFile.open(xz)) {
      assertThatThrownBy(file::first)
          .isInstanceOf(InputException.class)
          .hasMessage(
              "cannot read "
                  + xz
                  + ": this is xz, which is not supported; plain text, gzip and zstd are");
    }
  }
}
