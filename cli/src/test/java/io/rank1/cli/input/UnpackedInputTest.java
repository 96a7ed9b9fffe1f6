package io.rank1.cli.input;

import static io.rank1.cli.input.Packed.both;
import static io.rank1.cli.input.Packed.gzip;
import static io.rank1.cli.input.Packed.utf8;
import static io.rank1.cli.input.Packed.zstd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedInputTest {

  private static final String TEXT = "some text, and more of it\n".repeat(10_000);

  private static String read(byte[] bytes) throws IOException {
    try (InputStream in = new UnpackedInput(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Some begin as packed files do. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "P", "PK", "PAR1 Q0", "BZh91AY", "Q*M", "(", "text\nmore"})
  void leavesTextAsItIs(String text) throws Exception {
    assertThat(read(utf8(text))).isEqualTo(text);
  }

  @Test
  void unpacksGzipAndZstd() throws Exception {
    assertThat(read(gzip(TEXT))).isEqualTo(TEXT);
    assertThat(read(zstd(TEXT))).isEqualTo(TEXT);
  }

  @Test
  void unpacksPartsThatFollowEachOther() throws Exception {
    assertThat(read(both(gzip("a\n"), gzip("b\n")))).isEqualTo("a\nb\n");
    assertThat(read(both(zstd("a\n"), zstd("b\n")))).isEqualTo("a\nb\n");
  }

  @Test
  void skipsFramesOfZstdThatHoldNoText() throws Exception {
    byte[] skipped = {0x52, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7};
    assertThat(read(both(skipped, zstd(TEXT)))).isEqualTo(TEXT);
  }

  @Test
  void readsByteByByte() throws Exception {
    try (InputStream in = new UnpackedInput(new ByteArrayInputStream(zstd("\u00FC")))) {
      assertThat(new int[] {in.read(), in.read(), in.read()}).containsExactly(0xC3, 0xBC, -1);
    }
  }

  @Test
  void readsNoFurtherThanItNeedsToTellThePacking() throws Exception {
    InputStream stuck =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read too far");
          }
        };
    InputStream slow = new SequenceInputStream(new ByteArrayInputStream(utf8("ab\n")), stuck);
    byte[] line = new byte[3];
    assertThat(new UnpackedInput(slow).read(line, 0, 3)).isEqualTo(3);
    assertThat(line).isEqualTo(utf8("ab\n"));
  }

  /** As streams of pipes do; BufferedInputStream asks. */
  @Test
  void doesNotAskHowMuchIsAvailable() throws Exception {
    for (byte[] bytes : List.of(utf8(TEXT), gzip(TEXT), both(zstd("some text"), zstd(TEXT)))) {
      InputStream pipe =
          new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int available() throws IOException {
              throw new IOException("Illegal seek");
            }
          };
      try (InputStream in = new BufferedInputStream(new UnpackedInput(pipe))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith(TEXT);
      }
    }
  }

  @Test
  void tellsWhatEndsTooEarly() throws Exception {
    byte[] gzip = gzip(TEXT);
    byte[] zstd = zstd(TEXT);
    assertThatThrownBy(() -> read(Arrays.copyOf(gzip, gzip.length - 9)))
        .isInstanceOf(DamagedInputException.class)
        .hasMessage("damaged gzip: it ends too early");
    assertThatThrownBy(() -> read(Arrays.copyOf(gzip, 5)))
        .hasMessage("damaged gzip: it ends too early");
    assertThatThrownBy(() -> read(Arrays.copyOf(zstd, zstd.length - 9)))
        .isInstanceOf(DamagedInputException.class)
        .hasMessageMatching("damaged zstd: [^\n]+");
    assertThatThrownBy(() -> read(Arrays.copyOf(zstd, 5)))
        .hasMessageMatching("damaged zstd: [^\n]+");
  }

  @Test
  void tellsWhatIsDamagedInside() throws Exception {
    byte[] gzip = gzip(TEXT);
    gzip[gzip.length - 5] ^= 1; // the checksum
    assertThatThrownBy(() -> read(gzip)).hasMessageMatching("damaged gzip: [^\n]+");
    byte[] zstd = zstd(TEXT);
    zstd[4] = (byte) 0xFF; // the frame's description
    assertThatThrownBy(() -> read(zstd)).hasMessageMatching("damaged zstd: [^\n]+");
  }

  @ParameterizedTest
  @CsvSource({
    "bzip2, 'BZh91AY&SY...'",
    "xz, '\u00FD7zXZ\u0000...'",
    "zip, 'PK\u0003\u0004...'",
    "Parquet, 'PAR1\u0015...'"
  })
  void namesWhatIsNotSupported(String title, String bytes) {
    assertThatThrownBy(() -> read(bytes.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessage("this is " + title + ", which is not supported; plain text, gzip and zstd are");
  }
}
