package io.rank1.cli.input;

import static io.rank1.cli.input.Packed.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** As it comes out of {@code .tar.gz}: its header would become part of the first line. */
  @Test
  void refusesTar() throws Exception {
    byte[] tar = Arrays.copyOf(utf8("corpus.tsv"), 1024);
    System.arraycopy(utf8("ustar"), 0, tar, 257, 5);
    byte[] line = utf8("7\ta text\n");
    System.arraycopy(line, 0, tar, 512, line.length);
    assertThatThrownBy(() -> read(new ByteArrayInputStream(tar)))
        .isInstanceOf(InputException.class)
        .hasMessage("f:1: this is tar, which is not supported; plain text, gzip and zstd are");
    String text = "x".repeat(257) + "ustar is a word of this line";
    assertThat(read(text)).containsExactly(text);
  }

  @Test
  void allowsLinesAsLongAsIsSaid() throws Exception {
    byte[] longer = utf8("x".repeat((2 << 20) + 1));
    try (ByteLines lines = new ByteLines("f", new ByteArrayInputStream(longer), 3)) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.to() - lines.from()).isEqualTo(longer.length);
    }
    try (ByteLines lines = new ByteLines("f", new ByteArrayInputStream(longer), 1)) {
      assertThatThrownBy(lines::next)
          .isInstanceOf(InputException.class)
          .hasMessage("f:1: a line of more than 1 MiB");
    }
  }
}
