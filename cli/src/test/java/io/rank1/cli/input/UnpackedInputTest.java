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
import java.util.zip.CRC32;
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
  void tellsWhatEndsTooEarlyAndStaysWithIt() throws Exception {
    byte[] gzip = gzip(TEXT);
    byte[] zstd = zstd(TEXT);
    for (int cut : new int[] {5, gzip.length - 9, gzip.length - 1}) {
      assertDamaged(
          Arrays.copyOf(gzip, cut),
          "damaged gzip: it ends too early (after " + cut + " packed bytes)");
    }
    for (int cut : new int[] {5, zstd.length - 9, zstd.length - 1}) {
      assertDamaged(
          Arrays.copyOf(zstd, cut),
          "damaged zstd: it ends too early (after " + cut + " packed bytes)");
    }
  }

  private static void assertDamaged(byte[] bytes, String message) {
    for (InputStream raw : List.of(new ByteArrayInputStream(bytes), slow(bytes))) {
      UnpackedInput in = new UnpackedInput(raw);
      for (int i = 0; i < 2; i++) { // reading on must not look like the end
        assertThatThrownBy(in::readAllBytes)
            .isInstanceOf(DamagedInputException.class)
            .hasMessage(message);
      }
    }
  }

  /** A pipe that brings a byte at a time. */
  private static InputStream slow(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(1, length));
      }

      @Override
      public int available() throws IOException {
        throw new IOException("Illegal seek");
      }
    };
  }

  /** Every prefix of two members or frames is an error, but for the whole first one. */
  @Test
  void dropsNoSecondPartThatEndsTooEarly() throws Exception {
    for (byte[] one : List.of(gzip("ab\n"), zstd("ab\n"))) {
      byte[] two = both(one, one);
      for (int length = one.length + 1; length < two.length; length++) {
        byte[] cut = Arrays.copyOf(two, length);
        assertThatThrownBy(() -> read(cut)).isInstanceOf(DamagedInputException.class);
        try (InputStream in = new UnpackedInput(slow(cut))) {
          assertThat(in.readNBytes(3)).isEqualTo(utf8("ab\n")); // what was whole is not lost
          assertThatThrownBy(in::readAllBytes).isInstanceOf(DamagedInputException.class);
        }
      }
    }
  }

  /** Java's own reader takes any of these for the end. */
  @Test
  void refusesDamagedMembersBehindTheFirst() throws Exception {
    byte[] first = gzip("a\n");
    byte[] second = gzip("b\n");
    String place = " (after " + first.length + " packed bytes)";
    byte[] magic = both(first, second);
    magic[first.length + 1] = 't';
    String other = "damaged gzip: what follows a member is neither another one nor padding with";
    assertDamaged(magic, other + " zeros" + place);
    byte[] method = both(first, second);
    method[first.length + 2] = 7;
    assertDamaged(
        method, "damaged gzip: an unknown method (after " + (first.length + 3) + " packed bytes)");
    byte[] flags = both(first, second);
    flags[first.length + 3] = 0x20;
    assertDamaged(
        flags, "damaged gzip: unknown flags (after " + (first.length + 4) + " packed bytes)");
    for (String rest :
        List.of("\n", "junk", "\u001f", "\u001f\u001f", "a\tlonger text\n".repeat(9))) {
      assertDamaged(both(first, utf8(rest)), other + " zeros" + place);
    }
    assertDamaged(both(first, zstd("b\n")), other + " zeros" + place);
  }

  @Test
  void skipsZerosBehindGzipAndNothingElse() throws Exception {
    byte[] gzip = gzip("a\n");
    for (int zeros : new int[] {1, 2, 7, 26, 27, 100_000}) {
      byte[] padded = both(both(gzip, gzip), new byte[zeros]);
      assertThat(read(padded)).isEqualTo("a\na\n");
      try (InputStream in = new UnpackedInput(slow(padded))) {
        assertThat(in.readAllBytes()).isEqualTo(utf8("a\na\n"));
      }
      assertDamaged(
          both(both(gzip, new byte[zeros]), gzip),
          "damaged gzip: what follows a member begins with zeros and is no padding (after "
              + gzip.length
              + " packed bytes)");
    }
  }

  /** As zstd itself does, of zeros too. */
  @Test
  void refusesWhatFollowsAFrameAndIsNone() throws Exception {
    byte[] zstd = zstd("a\n");
    String other = "damaged zstd: what follows a frame is no other one: Unknown frame descriptor";
    for (byte[] rest : List.of(utf8("junk"), utf8("\n"), new byte[3], new byte[99], gzip("b\n"))) {
      assertDamaged(both(zstd, rest), other + " (after " + zstd.length + " packed bytes)");
    }
  }

  @Test
  void readsHeadersWithEveryField() throws Exception {
    byte[] plain = gzip("a\n");
    byte[] fields = {31, -117, 8, 30, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, 'n', 0, 'c', 0};
    CRC32 checksum = new CRC32();
    checksum.update(fields);
    byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] whole = both(both(fields, sum), body);
    assertThat(read(both(whole, whole))).isEqualTo("a\na\n");
    sum[0] ^= 1;
    assertDamaged(
        both(both(fields, sum), body),
        "damaged gzip: a header's checksum is wrong (after 20 packed bytes)");
  }

  @Test
  void returnsWhatThereIsBeforeMoreOfItComes() throws Exception {
    InputStream stuck =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("waits for more");
          }
        };
    for (byte[] part : List.of(gzip("ab\n"), zstd("ab\n"))) {
      InputStream live = new SequenceInputStream(new ByteArrayInputStream(part), stuck);
      assertThat(new UnpackedInput(live).readNBytes(3)).isEqualTo(utf8("ab\n"));
    }
  }

  @Test
  void tellsWhatIsDamagedInside() throws Exception {
    byte[] gzip = gzip(TEXT);
    gzip[gzip.length - 5] ^= 1; // the checksum
    assertDamaged(
        gzip, "damaged gzip: a checksum is wrong (after " + (gzip.length - 4) + " packed bytes)");
    gzip[gzip.length - 5] ^= 1;
    gzip[gzip.length - 1] ^= 1;
    assertDamaged(gzip, "damaged gzip: a length is wrong (after " + gzip.length + " packed bytes)");
    byte[] zstd = zstd(TEXT);
    zstd[4] = (byte) 0xFF; // the frame's description
    assertThatThrownBy(() -> read(zstd))
        .isInstanceOf(DamagedInputException.class)
        .hasMessageMatching("damaged zstd: [^\n]+ \\(after \\d+ packed bytes\\)");
  }

  /** Not damaged, though the library cannot unpack them either. */
  @Test
  void saysWhatAFrameNeeds() {
    byte[] window = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) (21 << 3), 1, 0, 0};
    assertThatThrownBy(() -> read(window))
        .isNotInstanceOf(DamagedInputException.class)
        .hasMessage("this zstd needs a window of more than 128 MiB (--long); unpack it");
    byte[] dictionary = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 0x58, 5, 1, 0, 0};
    assertThatThrownBy(() -> read(dictionary))
        .isNotInstanceOf(DamagedInputException.class)
        .hasMessage("this zstd needs a dictionary; unpack it");
  }

  @ParameterizedTest
  @CsvSource({
    "bzip2, 'BZh91AY&SY...'",
    "xz, '\u00FD7zXZ\u0000...'",
    "zip, 'PK\u0003\u0004...'",
    "Parquet, 'PAR1\u0015...'",
    "Arrow, 'ARROW1\u0000...'",
    "compress (.Z), '\u001F\u009D...'",
    "lz4, '\u0004\"M\u0018...'",
    "7z, '7z\u00BC\u00AF''\u001C...'"
  })
  void namesWhatIsNotSupported(String title, String bytes) {
    assertThatThrownBy(() -> read(bytes.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessage("this is " + title + ", which is not supported; plain text, gzip and zstd are");
  }
}
