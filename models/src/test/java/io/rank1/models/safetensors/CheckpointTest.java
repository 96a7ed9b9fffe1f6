package io.rank1.models.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  @TempDir Path folder;

  private void file(String file, String tensor) throws IOException {
    byte[] json =
        String.format(
                Locale.ROOT,
                "{\"%s\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
                tensor)
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(12 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(folder.resolve(file), bytes.putLong(json.length).put(json).array());
  }

  private void index(String json) throws IOException {
    Files.writeString(folder.resolve(Checkpoint.INDEX_FILE), json);
  }

  @Test
  void readsASingleFile() throws IOException {
    file("model.safetensors", "a");
    Checkpoint checkpoint = Checkpoint.read(folder);
    assertThat(checkpoint.tensors()).containsOnlyKeys("a");
    assertThat(checkpoint.tensor("a")).isPresent();
    assertThat(checkpoint.tensor("b")).isEmpty();
  }

  @Test
  void readsAllShardsOfAnIndex() throws IOException {
    file("s1.safetensors", "a");
    file("s2.safetensors", "b");
    index(
        "{\"metadata\":{\"total_size\":8},"
            + "\"weight_map\":{\"b\":\"s2.safetensors\",\"a\":\"s1.safetensors\"}}");
    Checkpoint checkpoint = Checkpoint.read(folder);
    assertThat(checkpoint.tensors().keySet()).containsExactly("a", "b");
    assertThat(checkpoint.tensors().get("a").file()).hasFileName("s1.safetensors");
    assertThat(checkpoint.files()).hasSize(2);
  }

  @Test
  void refusesAFolderWithoutEither() {
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("neither model.safetensors nor model.safetensors.index.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"weight_map":{"a":"s1","b":"s2"}}  | the shard s2 is missing
          {"weight_map":{"b":"s1"}}           | tensor a: the index does not say that it is here
          {"weight_map":{"a":"s1","b":"s1"}}  | tensor b is missing
          {"weight_map":{"a":"../s1"}}        | tensor a: '../s1' is no file name
          {"weight_map":{"a":7}}              | tensor a: '' is no file name
          {"weight_map":{"a":"s1","a":"s1"}}  | tensor a: it occurs twice
          {"weight_map":{}}                   | no weight_map
          {}                                  | no weight_map
          []                                  | no JSON object
          {"weight_map":                      | the index is no JSON
          """)
  void refusesAnIndexThatDoesNotFit(String json, String rule) throws IOException {
    file("s1", "a");
    index(json);
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(rule);
  }
}
