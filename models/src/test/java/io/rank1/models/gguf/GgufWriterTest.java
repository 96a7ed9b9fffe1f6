package io.rank1.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.files.PartFile;
import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.core.gguf.GgufValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWriterTest {
  @TempDir Path folder;

  @Test
  void writesWhatTheReaderReads() throws IOException {
    Path path = folder.resolve("m.gguf");
    new GgufWriter()
        .string("s", "\u00e9")
        .uint16("u16", 65_535)
        .uint32("u32", 0xffff_ffffL)
        .uint64("u64", 1L << 40)
        .float32("f", 0.5f)
        .bool("b", true)
        .strings("ss", List.of("", "x y"))
        .int32s("is", new int[] {-1, 2})
        .float32s("fs", new float[] {0.25f})
        .write(path);

    GgufFile file = GgufFile.read(path);
    assertThat(file.version()).isEqualTo(3);
    assertThat(file.string("s")).contains("\u00e9");
    assertThat(file.type("u16")).contains(GgufValueType.UINT16);
    assertThat(file.unsigned("u16")).hasValue(65_535);
    assertThat(file.unsigned("u32")).hasValue(0xffff_ffffL);
    assertThat(file.unsigned("u64")).hasValue(1L << 40);
    assertThat(file.floating("f")).hasValue(0.5);
    assertThat(file.bool("b")).contains(true);
    assertThat(((GgufStringArray) file.array("ss").orElseThrow()).string(1)).isEqualTo("x y");
    assertThat(((GgufNumberArray) file.array("is").orElseThrow()).integer(0)).isEqualTo(-1);
    assertThat(((GgufNumberArray) file.array("fs").orElseThrow()).floating(0)).isEqualTo(0.25);
  }

  @Test
  void putsTensorsWhereTheTableSays() throws IOException {
    Path path = folder.resolve("m.gguf");
    RowSource counting = (index, row) -> Arrays.fill(row, index + 1);
    List<Long> small = List.of(3L, 2L);
    List<Long> large = List.of(1_000L, 700L); // more than the writer's buffer
    new GgufWriter()
        .tensor("a", GgmlType.F32, small, counting.tensor(new F32Encoder(), small))
        .tensor("b", GgmlType.F32, large, counting.tensor(new F32Encoder(), large))
        .write(path);

    GgufFile file = GgufFile.read(path);
    assertThat(file.tensors().keySet()).containsExactly("a", "b");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    GgufTensor b = file.tensors().get("b");
    int begin = (int) (file.dataOffset() + b.offset());
    assertThat(begin % GgufWriter.ALIGNMENT).isZero();
    assertThat(bytes.getFloat((int) file.dataOffset() + 12)).isEqualTo(2);
    assertThat(bytes.getFloat(begin)).isEqualTo(1);
    assertThat(bytes.getFloat(begin + 4_000 * 699 + 3_996)).isEqualTo(700);
    assertThat(onlyFile()).isEqualTo(path);
  }

  @Test
  void leavesTheOldFileAloneWhenASourceIsWrong() throws IOException {
    Path path = Files.writeString(folder.resolve("m.gguf"), "old");
    for (int bytes : new int[] {15, 17}) {
      GgufWriter writer =
          new GgufWriter()
              .tensor("t", GgmlType.F32, List.of(4L), out -> out.write(ByteBuffer.allocate(bytes)));

      assertThatThrownBy(() -> writer.write(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("tensor t");
      assertThat(path).hasContent("old");
      assertThat(onlyFile()).isEqualTo(path);
    }
  }

  @Test
  void errorsOfTheFileSayWhichItIs() throws IOException {
    Path path = folder.resolve("m.gguf");
    GgufWriter writer = new GgufWriter().string("k", "v");
    try (NewGguf other = NewGguf.create(path, PartFile.Durability.BEFORE_THE_NAME)) {
      assertThatThrownBy(() -> writer.write(path))
          .isInstanceOf(GgufWriteException.class)
          .hasMessage("cannot write " + path + ": it is being written already");
      other.channel().write(ByteBuffer.allocate(1));
      other.complete();
      assertThatThrownBy(() -> writer.write(other)) // the disk's refusal, as a closed file's
          .isInstanceOf(GgufWriteException.class)
          .hasMessageStartingWith("cannot write " + path + ": ");
    }
  }

  @Test
  void refusesWhatTheReaderWouldRefuse() {
    GgufWriter writer = new GgufWriter().string("k", "v");
    TensorSource none = out -> {};
    writer.tensor("t", GgmlType.F32, List.of(4L), none);

    assertThatThrownBy(() -> writer.bool("k", true)).hasMessageContaining("already there");
    assertThatThrownBy(() -> writer.uint32("n", -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.tensor("t", GgmlType.F32, List.of(4L), none))
        .hasMessageContaining("already there");
    assertThatThrownBy(() -> writer.tensor("q", GgmlType.Q8_0, List.of(33L), none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.tensor("n".repeat(64), GgmlType.F32, List.of(4L), none))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
