package io.rank1.core.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufStringArrayTest {
  @TempDir Path folder;

  @Test
  void findsStringsByTheirBytes() throws IOException {
    GgufStringArray array = array(List.of("b", "ab", "", "abc", "ab"));

    assertThat(array.indexOf(bytes("ab"))).isEqualTo(1);
    assertThat(array.indexOf(bytes("abc"))).isEqualTo(3);
    assertThat(array.indexOf(bytes(""))).isEqualTo(2);
    assertThat(array.indexOf(bytes("c"))).isEqualTo(-1);
    assertThatThrownBy(() -> array.string(5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void findsTheFirstRepeat() throws IOException {
    List<String> distinct = IntStream.range(0, 20_000).mapToObj(Integer::toString).toList();
    assertThat(array(distinct).firstRepeat()).isEmpty();
    assertThat(array(List.of()).firstRepeat()).isEmpty();
    assertThat(array(List.of("a", "b", "c", "b", "a")).firstRepeat()).hasValue(3);
  }

  private GgufStringArray array(List<String> strings) throws IOException {
    RawGguf raw = RawGguf.header(3, 0, 1).array("k", GgufValueType.STRING, strings.size());
    strings.forEach(raw::string);
    return (GgufStringArray) raw.read(folder).array("k").orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
