package io.rank1.cli.input;

import static io.rank1.cli.input.Packed.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteLinesTest {

  private static List<String> read(InputStream in) throws IOException, InputException {
    List<String> read = new ArrayList<>();
    try (ByteLines lines = new ByteLines("f", in)) {
      while (lines.next()) {
        read.add(lines.text());
        assertThat(lines.number()).isEqualTo(read.size());
      }
      assertThat(lines.next()).isFalse();
    }
    return read;
  }

  private static List<String> read(String text) throws IOException, InputException {
    return read(new ByteArrayInputStream(utf8(text)));
  }

  @Test
  void dividesAtLineFeeds() throws Exception {
    assertThat(read("a\n\nb\rc\n")).containsExactly("a", "", "b\rc");
    assertThat(read("a\nb")).containsExactly("a", "b");
    assertThat(read("\n")).containsExactly("");
    assertThat(read("")).isEmpty();
  }

  @Test
  void leavesOutByteOrderMarkAndCarriageReturns() throws Exception {
    assertThat(read("\uFEFFa\r\n\uFEFFb\r\n\r\nc\r")).containsExactly("a", "\uFEFFb", "", "c");
    assertThat(read("\uFEFF")).containsExactly("");
  }

  /** Lines of all lengths around the buffer's, which end in it, at its end and behind it. */
  @Test
  void linesMayBeLongerThanTheBuffer() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int length : new int[] {65_535, 65_536, 65_537, 131_071, 131_072, 3, 300_000, 0, 1}) {
      lines.add("x".repeat(length));
    }
    assertThat(read(String.join("\n", lines) + "\n")).isEqualTo(lines);
    assertThat(read(String.join("\r\n", lines) + "\r\n")).isEqualTo(lines);
  }

  @Test
  void acceptsBytesThatComeOneByOne() throws Exception {
    InputStream slow =
        new ByteArrayInputStream(utf8("\uFEFFab\r\nc\n")) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 1));
          }
        };
    assertThat(read(slow)).containsExactly("ab", "c");
  }

  @Test
  void refusesLinesWithoutEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return length;
          }
        };
    assertThatThrownBy(() -> read(endless))
        .isInstanceOf(InputException.class)
        .hasMessage("f:1: a line of more than 64 MiB");
  }

  @Test
  void refusesOtherEncodingsWhereTheyAreRead() {
    byte[] bytes = "a\nb\u00FC\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(InputException.class)
        .hasMessage("f:2: invalid UTF-8; convert the file to UTF-8");
  }

  @Test
  void acceptsTheCharacterThatStandsForInvalidOnes() throws Exception {
    assertThat(read("a\uFFFDb")).containsExactly("a\uFFFDb");
  }
}
