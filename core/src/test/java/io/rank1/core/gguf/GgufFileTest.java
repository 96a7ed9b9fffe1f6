package io.rank1.core.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class GgufFileTest {
  @TempDir Path folder;

  @Test
  void readsEveryTypeOfValue() throws IOException {
    GgufFile file = RawGguf.sample().read(folder);

    assertThat(file.unsigned("u8")).hasValue(200);
    assertThat(file.unsigned("u16")).hasValue(60_000);
    assertThat(file.unsigned("u32")).hasValue(0xffff_ffffL);
    assertThat(file.unsigned("i32")).hasValue(7);
    assertThat(file.unsigned("i64")).hasValue(1L << 40);
    assertThat(file.floating("f32")).hasValue(1.5);
    assertThat(file.floating("f64")).hasValue(0.1);
    assertThat(file.bool("bool")).contains(true);
    assertThat(file.string("string")).contains("a text");
    assertThat(file.keys()).hasSize(14).startsWith("u8", "i8");
    assertThat(file.type("f64")).contains(GgufValueType.FLOAT64);
  }

  @Test
  void getsNothingForNegativeHugeAbsentOrOtherValues() throws IOException {
    GgufFile file = RawGguf.sample().read(folder);

    assertThat(file.unsigned("i8")).isEmpty();
    assertThat(file.unsigned("i16")).isEmpty();
    assertThat(file.unsigned("u64")).isEmpty();
    assertThat(file.unsigned("none")).isEmpty();
    assertThat(file.unsigned("string")).isEmpty();
    assertThat(file.string("u8")).isEmpty();
    assertThat(file.type("none")).isEmpty();
  }

  @Test
  void readsArrays() throws IOException {
    GgufFile file = RawGguf.sample().read(folder);

    GgufStringArray strings = (GgufStringArray) file.array("strings").orElseThrow();
    assertThat(strings.size()).isEqualTo(3);
    assertThat(List.of(strings.string(0), strings.string(1), strings.string(2)))
        .containsExactly("one", "", "\u00e9");
    assertThat(strings.length(2)).isEqualTo(2);
    GgufNumberArray numbers = (GgufNumberArray) file.array("i16s").orElseThrow();
    assertThat(numbers.elementType()).isEqualTo(GgufValueType.INT16);
    assertThat(numbers.size()).isEqualTo(2);
    assertThat(numbers.integer(0)).isEqualTo(-1);
    assertThatThrownBy(() -> numbers.integer(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> numbers.floating(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void getsTheNumberThatAllElementsHave() throws IOException {
    RawGguf raw = RawGguf.header(3, 0, 6);
    raw.key("one", GgufValueType.UINT32).i32(4);
    raw.array("same", GgufValueType.UINT32, 2).i32(4).i32(4);
    raw.array("different", GgufValueType.INT32, 2).i32(4).i32(5);
    raw.array("negative", GgufValueType.INT16, 1).i16(-1);
    raw.array("none", GgufValueType.INT32, 0);
    raw.array("floats", GgufValueType.FLOAT32, 1).i32(0);
    GgufFile file = raw.data(0).read(folder);

    assertThat(file.unsignedOfAll("one")).hasValue(4);
    assertThat(file.unsignedOfAll("same")).hasValue(4);
    assertThat(file.unsigned("same")).isEmpty();
    for (String key : List.of("different", "negative", "none", "floats", "absent")) {
      assertThat(file.unsignedOfAll(key)).as(key).isEmpty();
    }
  }

  @Test
  void readsTheTensorTable() throws IOException {
    GgufFile file = RawGguf.sample().read(folder);

    assertThat(file.tensors().keySet()).containsExactly("a", "b");
    GgufTensor b = file.tensors().get("b");
    assertThat(b).isEqualTo(new GgufTensor("b", GgmlType.Q8_0, List.of(64L, 1L, 1L, 2L), 32, 136));
    assertThat(file.dataOffset() % 32).isZero();
    assertThat(file.dataOffset() + 32 + 136).isEqualTo(file.fileSize());
    assertThat(file.version()).isEqualTo(3);
    assertThat(file.alignment()).isEqualTo(32);
  }

  @Test
  void readsVersion2AndOtherAlignments() throws IOException {
    GgufFile file =
        RawGguf.header(2, 0, 1).key("general.alignment", GgufValueType.UINT32).i32(64).read(folder);

    assertThat(file.version()).isEqualTo(2);
    assertThat(file.alignment()).isEqualTo(64);
    assertThat(file.dataOffset()).isEqualTo(64);
  }

  @Test
  void refusesOtherFilesByName() {
    assertRefused(new RawGguf().raw("PK\3\4"), "not a GGUF file", "504b0304");
    assertRefused(RawGguf.header(1, 0, 0), "version 1 is not supported");
    assertRefused(RawGguf.header(4, 0, 0), "version 4 is not supported");
    assertRefused(new RawGguf().raw("GGUF").i32(0x0300_0000), "big-endian");
    assertRefused(new RawGguf(), "ends");
  }

  @Test
  void refusesEveryCutThroughAFile() throws IOException {
    byte[] whole = RawGguf.sample().bytes();
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GgufFile.read(cut))
          .isInstanceOf(GgufException.class)
          .hasMessageContaining(cut.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {65_537, Integer.MAX_VALUE, Long.MAX_VALUE, -1})
  void refusesCountsThatTheFileOnlyClaims(long count) {
    assertRefused(RawGguf.header(3, count, 0), "raw.gguf");
    assertRefused(RawGguf.header(3, 0, count), "raw.gguf");
    for (GgufValueType element : GgufValueType.values()) {
      assertRefused(RawGguf.header(3, 0, 1).array("k", element, count), "key k");
    }
    assertRefused(RawGguf.header(3, 0, 1).key("k", GgufValueType.STRING).i64(count), "key k");
    assertRefused(RawGguf.header(3, 0, 1).i64(count), "key number 0");
  }

  @Test
  void refusesBrokenMetadata() {
    RawGguf one = RawGguf.header(3, 0, 1);
    assertRefused(one.string("k").i32(13).i64(0), "key k", "type 13 is unknown");
    assertRefused(RawGguf.header(3, 0, 1).key("k", GgufValueType.BOOL).i8(2), "boolean of value 2");
    RawGguf twice = RawGguf.header(3, 0, 2);
    twice.key("k", GgufValueType.UINT8).i8(1).key("k", GgufValueType.UINT8).i8(1);
    assertRefused(twice, "key k", "occurs twice");
    assertRefused(RawGguf.header(3, 0, 1).string("").i32(0).i8(0), "0 bytes");
    assertRefused(RawGguf.header(3, 0, 1).i64(2).i8(0xc3).i8(0x28).i32(0).i8(0), "not UTF-8");
  }

  @Test
  void refusesDeepNesting() throws IOException {
    RawGguf nested = RawGguf.header(3, 0, 1).key("k", GgufValueType.ARRAY);
    for (int depth = 0; depth < 3; depth++) {
      nested.i32(GgufValueType.ARRAY.id()).i64(1);
    }
    RawGguf four = nested.i32(GgufValueType.UINT8.id()).i64(1).i8(1);
    assertThat(four.read(folder).array("k")).contains(new GgufNestedArray(1));

    RawGguf deep = RawGguf.header(3, 0, 1).key("k", GgufValueType.ARRAY);
    for (int depth = 0; depth < 100_000; depth++) {
      deep.i32(GgufValueType.ARRAY.id()).i64(1);
    }
    assertRefused(deep, "nested deeper than 4");
  }

  @Test
  void refusesBrokenAlignments() {
    for (int alignment : new int[] {0, 3, 48}) {
      assertRefused(
          RawGguf.header(3, 0, 1).key("general.alignment", GgufValueType.UINT32).i32(alignment),
          "general.alignment",
          "not a power of two");
    }
    assertRefused(
        RawGguf.header(3, 0, 1).key("general.alignment", GgufValueType.UINT64).i64(32),
        "not UINT32");
  }

  @Test
  void refusesBrokenTensors() {
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 0), "0 dimensions");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 0, 1, 1, 1, 1, 1), "5 dimensions");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 0, 4, 0).data(64), "not positive");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 0, -4).data(64), "positive multiple");
    assertRefused(tensors(1).tensor("t", GgmlType.Q8_0, 0, 33).data(99), "multiple of 32");
    assertRefused(
        tensors(1).tensor("t", GgmlType.F32, 0, 1L << 40, 1L << 40).data(64), "overflows");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 0, 1L << 61).data(64), "overflows");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 8, 4).data(64), "alignment 32");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, -32, 4).data(64), "out of range");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, 32, 9).data(64), "cut off");
    assertRefused(tensors(1).tensor("t", GgmlType.F32, Long.MAX_VALUE - 31, 8).data(64), "cut off");
    assertRefused(
        tensors(1).string("t").i32(1).i64(32).i32(4).i64(0).data(64), "type 4 is unknown");
    assertRefused(tensors(1).tensor("n".repeat(64), GgmlType.F32, 0, 4).data(64), "64 bytes");
    RawGguf twice = tensors(2).tensor("t", GgmlType.F32, 0, 4).tensor("t", GgmlType.F32, 32, 4);
    assertRefused(twice.data(64), "occurs twice");
    RawGguf overlap = tensors(2).tensor("t", GgmlType.F32, 0, 9).tensor("u", GgmlType.F32, 32, 4);
    assertRefused(overlap.data(64), "overlaps");
  }

  @Test
  void refusesAHeaderOf64MebibytesWithoutTakingMemoryForMore() throws IOException {
    Path huge = RawGguf.header(3, 0, 1).array("k", GgufValueType.UINT8, 3L << 30).write(folder);
    try (FileChannel channel = FileChannel.open(huge, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 4L << 30); // a sparse file
    }
    assertThatThrownBy(() -> GgufFile.read(huge))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining("more than the header can hold");
  }

  private static RawGguf tensors(long count) {
    return RawGguf.header(3, count, 0);
  }

  private void assertRefused(RawGguf raw, String... parts) {
    assertThatThrownBy(() -> raw.read(folder))
        .isInstanceOf(GgufException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
