package io.rank1.models.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class SafetensorsFileTest {
  private static final String TWO =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
          + "\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]}}  ";

  @TempDir Path folder;

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    return Files.write(folder.resolve("model.safetensors"), bytes.array());
  }

  private static String tensor(String name, String dtype, String shape, long begin, long end) {
    return String.format(
        Locale.ROOT,
        "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}",
        name,
        dtype,
        shape,
        begin,
        end);
  }

  @Test
  void readsTensorsInTheOrderOfTheHeader() throws IOException {
    Path path = file(TWO, 26);
    SafetensorsFile read = SafetensorsFile.read(path);
    long data = 8 + TWO.length();

    assertThat(read.tensors().values())
        .containsExactly(
            new SafetensorsTensor("a", Dtype.F32, List.of(2L, 3L), path, data, 24),
            new SafetensorsTensor("b", Dtype.BF16, List.of(), path, data + 24, 2));
    assertThat(read.metadata()).containsOnly(java.util.Map.entry("format", "pt"));
    assertThat(read.fileSize()).isEqualTo(data + 26);
  }

  /** Some tools write it so, and the format's own reader takes it. */
  @Test
  void metadataCanBeNull() throws IOException {
    SafetensorsFile read =
        SafetensorsFile.read(
            file("{\"__metadata__\": null, " + tensor("a", "U8", "2", 0, 2) + "}", 2));
    assertThat(read.metadata()).isEmpty();
    assertThat(read.tensors()).containsOnlyKeys("a");
  }

  @Test
  void emptyTensorsAndDataInAnotherOrderAreAllowed() throws IOException {
    String header =
        "{"
            + tensor("last", "F16", "3", 2, 8)
            + ","
            + tensor("none", "F16", "0,4", 2, 2)
            + ","
            + tensor("first", "U8", "2", 0, 2)
            + "}";
    assertThat(SafetensorsFile.read(file(header, 8)).tensors().keySet())
        .containsExactly("last", "none", "first");
    assertThat(SafetensorsFile.read(file("{}", 0)).tensors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          F32 | 2,3 | 0 | 20 | 24 | a tensor F32[2, 3] takes 24 bytes, not 20
          F32 | 2,3 | 0 | 24 | 20 | it needs bytes 65 to 89, and the file has 85: is it cut off?
          F32 | 2,3 | 0 | 24 | 25 | 1 bytes follow the last tensor
          F32 | 2   | 4 | 12 | 12 | a hole before it
          F32 | 2   | 8 | 0  | 8  | data_offsets [8, 0] are no range
          F32 | 2   | -8 | 0 | 8  | data_offsets [-8, 0] are no range
          Q4  | 2   | 0 | 8  | 8  | the dtype 'Q4' is unknown
          F4  | 3   | 0 | 1  | 1  | fill no whole byte
          F32 | -2  | 0 | 8  | 8  | a length is negative
          F32 | 4294967296,4294967296 | 0 | 8 | 8 | overflows
          F32 | 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 | 0 | 4 | 4 | more than 16
          F32 | 2.5 | 0 | 8  | 8  | no list of whole numbers
          F32 | 99999999999999999999 | 0 | 8 | 8 | no list of whole numbers
          """)
  void refusesATensorThatBreaksARule(
      String dtype, String shape, long begin, long end, int data, String rule) throws IOException {
    Path path = file("{" + tensor("t", dtype, shape, begin, end) + "}", data);
    assertThatThrownBy(() -> SafetensorsFile.read(path))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                 | the header is no JSON object
          {} x                               | the header is no JSON
          {} {}                              | something follows
          {"a":                              | the header is no JSON
          {"a":1}                            | tensor a: it is described by no object
          {"a":{"dtype":"F32"}}              | tensor a: it lacks dtype, shape or data_offsets
          {"a":{"dtype":"F32","dtype":"F32"}}| tensor a: dtype comes twice
          {"a":{"type":"F32"}}               | tensor a: 'type' is not known to the format
          {"a":{"shape":7}}                  | tensor a: no list of numbers
          {"a":{"data_offsets":[1]}}         | tensor a: it lacks
          {"__metadata__":{"a":1}}           | __metadata__ holds no string: a
          {"__metadata__":{"a":"","a":""}}   | __metadata__ has a key twice: a
          """)
  void refusesAHeaderThatIsNone(String header, String rule) throws IOException {
    Path path = file(header, 0);
    assertThatThrownBy(() -> SafetensorsFile.read(path))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void refusesTensorsThatShareBytesOrNames() throws IOException {
    Path overlap =
        file("{" + tensor("a", "U8", "4", 0, 4) + "," + tensor("b", "U8", "4", 2, 6) + "}", 6);
    assertThatThrownBy(() -> SafetensorsFile.read(overlap))
        .hasMessageContaining("tensor b: it overlaps the tensor before");
    Path twice =
        file("{" + tensor("a", "U8", "4", 0, 4) + "," + tensor("a", "U8", "4", 4, 8) + "}", 8);
    assertThatThrownBy(() -> SafetensorsFile.read(twice))
        .hasMessageContaining("tensor a: it occurs twice");
  }

  @Test
  void refusesHeadersOfImpossibleLength() throws IOException {
    Path path = folder.resolve("x");
    Files.write(path, new byte[5]);
    assertThatThrownBy(() -> SafetensorsFile.read(path)).hasMessageContaining("it has 5 bytes");
    for (long length : new long[] {0, 1, 100_000_001, -1}) {
      ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      Files.write(path, bytes.putLong(0, length).array());
      assertThatThrownBy(() -> SafetensorsFile.read(path))
          .hasMessageContaining("not a safetensors file: a header of");
    }
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(path, bytes.putLong(0, 1000).array());
    assertThatThrownBy(() -> SafetensorsFile.read(path))
        .hasMessageContaining("the header needs 1008 bytes, and the file has 64: is it cut off?");
  }

  @Test
  void aHeaderOfTheLargestSizeTakesLittleMemory() throws IOException {
    Path path = folder.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      file.write(length.putLong(0, SafetensorsFile.MAX_HEADER_BYTES).array());
      file.write('{');
      file.setLength(8L + SafetensorsFile.MAX_HEADER_BYTES); // the rest are zeros
    }
    assertThatThrownBy(() -> SafetensorsFile.read(path)).hasMessageContaining("no JSON");
    String many =
        IntStream.rangeClosed(0, 1 << 16)
            .mapToObj(i -> tensor("t" + i, "U8", "0", 0, 0))
            .collect(Collectors.joining(",", "{", "}"));
    assertThatThrownBy(() -> SafetensorsFile.read(file(many, 0)))
        .hasMessageContaining("more than 65536 tensors");
  }

  @Test
  void mutatedHeadersAreReadOrRefused() throws IOException {
    byte[] good = Files.readAllBytes(file(TWO, 26));
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        bad[random.nextInt(8 + TWO.length())] ^= (byte) (1 << random.nextInt(8));
      }
      Path path = Files.write(folder.resolve("m"), bad);
      try {
        assertThat(SafetensorsFile.read(path).tensors()).isNotNull();
      } catch (SafetensorsException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }
}
