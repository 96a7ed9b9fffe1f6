package io.rank1.models.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.hub.ContentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileReadoutTest {

  private static final short HALF_INFINITY = 0x7c00;
  private static final short HALF_LARGEST = 0x7bff;

  @TempDir Path dir;

  private static FileReadout read(Path file) throws IOException {
    return FileReadout.of(file, Optional.empty(), ScanPlan.of(GgufFile.read(file)), n -> {});
  }

  private Path write(GgmlType type, long rows, byte[] data) throws IOException {
    Path file = dir.resolve("m.gguf");
    GgufWriter writer = new GgufWriter().uint32("x", 1);
    writer.tensor("before", GgmlType.F32, List.of(3L), out -> out.write(ByteBuffer.allocate(12)));
    writer.tensor(
        "t", type, List.of((long) type.blockSize(), rows), out -> out.write(ByteBuffer.wrap(data)));
    writer.tensor("after", GgmlType.F16, List.of(5L), out -> out.write(ByteBuffer.allocate(10)));
    writer.write(file);
    return file;
  }

  /** Offsets of scales in blocks, by hand from the structs in ggml-common.h. */
  @ParameterizedTest
  @CsvSource({
    "F16, 0",
    "Q4_0, 0",
    "Q4_1, 2",
    "Q5_0, 0",
    "Q5_1, 2",
    "Q8_0, 0",
    "Q2_K, 80",
    "Q2_K, 82",
    "Q3_K, 108",
    "Q4_K, 0",
    "Q4_K, 2",
    "Q5_K, 2",
    "Q6_K, 208",
    "IQ4_NL, 0",
    "IQ4_XS, 0",
    "TQ1_0, 52",
    "TQ2_0, 64"
  })
  void findsAScaleThatIsInfinite(GgmlType type, int offset) throws IOException {
    int rows = 40;
    ByteBuffer data = ByteBuffer.allocate(rows * type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(17 * type.blockBytes() + offset, HALF_LARGEST);
    assertThat(read(write(type, rows, data.array())).faults()).isEmpty();

    data.putShort(17 * type.blockBytes() + offset, HALF_INFINITY);
    data.putShort(30 * type.blockBytes() + offset, (short) 0xffff);
    assertThat(read(write(type, rows, data.array())).faults())
        .containsExactly(new TensorFault("t", 2, 17));
  }

  @ParameterizedTest
  @CsvSource({"F32, 7f800000, 7f7fffff", "F32, ffc00000, 00000000", "BF16, 7f80, 7f7f"})
  void findsAWeightThatIsInfinite(GgmlType type, String bad, String good) throws IOException {
    for (String word : List.of(bad, good)) {
      byte[] data = new byte[100 * type.blockBytes()];
      for (int i = 0; i < type.blockBytes(); i++) {
        int at = 2 * (type.blockBytes() - 1 - i);
        data[99 * type.blockBytes() + i] = (byte) Integer.parseInt(word.substring(at, at + 2), 16);
      }
      assertThat(read(write(type, 100, data)).faults())
          .isEqualTo(word.equals(bad) ? List.of(new TensorFault("t", 1, 99)) : List.of());
    }
  }

  @Test
  void findsADoubleThatIsNoNumber() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(8, Double.MAX_VALUE).putDouble(24, Double.NaN);
    assertThat(read(write(GgmlType.F64, 10, data.array())).faults())
        .containsExactly(new TensorFault("t", 1, 3));
  }

  /** Quantized numbers may be any bits. */
  @ParameterizedTest
  @EnumSource(GgmlType.class)
  void knowsWhereTheScalesOfEveryTypeAreNot(GgmlType type) throws IOException {
    byte[] ones = new byte[3 * type.blockBytes()];
    Arrays.fill(ones, (byte) 0xff);
    boolean looked = ScaleLayout.of(type).isPresent();
    assertThat(read(write(type, 3, ones)).faults()).hasSize(looked ? 1 : 0);
  }

  /** Blocks of 34 bytes do not divide the pieces that files are read in. */
  @Test
  void findsBlocksAcrossThePiecesOfALargeFile() throws IOException {
    int rows = 200_000;
    ByteBuffer data = ByteBuffer.allocate(rows * 34).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> bad = new ArrayList<>();
    for (int i = 5; i < rows; i += 997) {
      data.putShort(i * 34, HALF_INFINITY);
      bad.add(i);
    }
    assertThat(read(write(GgmlType.Q8_0, rows, data.array())).faults())
        .containsExactly(new TensorFault("t", bad.size(), 5));
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "33", "34", "35", "4096"})
  void findsBlocksAcrossPiecesOfAnyLength(int piece) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(50 * 34).order(ByteOrder.LITTLE_ENDIAN);
    for (int i : new int[] {0, 20, 49}) {
      data.putShort(i * 34, HALF_INFINITY);
    }
    Path file = write(GgmlType.Q8_0, 50, data.array());
    byte[] bytes = Files.readAllBytes(file);
    GgufFile header = GgufFile.read(file);
    ScaleScanner scanner = new ScaleScanner(ScanPlan.of(header));
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      scanner.accept(part, part.length);
    }
    assertThat(header.tensors().values()).extracting(GgufTensor::name).contains("t");
    assertThat(scanner.faults()).containsExactly(new TensorFault("t", 3, 0));
  }

  @Test
  void hashesAsTheExpectedHashIsMade() throws IOException {
    Path file = Files.writeString(dir.resolve("x"), "hello\n");
    // As git hash-object and sha256sum print them.
    ContentId git = new ContentId("ce013625030ba8dba906f756967f9e9ca394464a");
    ContentId sha256 =
        new ContentId("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    assertThat(FileReadout.of(file, Optional.of(git), ScanPlan.none(), n -> {}).hash())
        .isEqualTo(git);
    assertThat(FileReadout.of(file, Optional.empty(), ScanPlan.none(), n -> {}))
        .isEqualTo(new FileReadout(6, sha256, List.of()));
  }

  @Test
  void findsTheHashBesideAFile() throws IOException {
    String hex = "ab".repeat(32);
    Path file = Files.writeString(dir.resolve("m.gguf"), "x");
    assertThat(ExpectedHash.beside(file)).isEmpty();
    Path note = dir.resolve("m.gguf.sha256");
    for (String text :
        List.of(
            hex,
            hex + "\n",
            hex.toUpperCase(Locale.ROOT) + "  m.gguf\n",
            "x\n" + hex + " *dir/m.gguf",
            hex + "  C:\\dir\\m.gguf")) {
      Files.writeString(note, text);
      assertThat(ExpectedHash.beside(file))
          .as(text)
          .contains(new ExpectedHash(new ContentId(hex), "in m.gguf.sha256"));
    }
    for (String text :
        List.of("", "abc", hex + "  other.gguf", hex + "  /", hex + "  m.gguf/", hex + "  \0")) {
      Files.writeString(note, text);
      assertThatThrownBy(() -> ExpectedHash.beside(file)).as(text).isInstanceOf(IOException.class);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> ExpectedHash.given("abc"));
  }

  @Test
  void findsTheHashInTheCachesNames() throws IOException {
    Path blobs = Files.createDirectories(dir.resolve("blobs"));
    for (String name : List.of("ab".repeat(32), "cd".repeat(20))) {
      Path blob = Files.writeString(blobs.resolve(name), "x");
      Path link = Files.createSymbolicLink(dir.resolve("l" + name), blob);
      assertThat(ExpectedHash.beside(link).orElseThrow().content()).hasToString(name);
    }
    Path other = Files.writeString(blobs.resolve("ab.gguf"), "x");
    assertThat(ExpectedHash.beside(other)).isEmpty();
  }
}
