package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Markers that one of a checkpoint's files knows, as tools of several generations leave them. */
class AddedTokensTest {
  private static final Vocabulary PLAIN =
      ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, List.of(" true", " false"));

  private static final int THINK = PLAIN.size();
  private static final int END_THINK = THINK + 1;

  @TempDir Path folder;

  @BeforeEach
  void writeACheckpoint() throws IOException {
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN2, 1, 64, 2, 1, 32, 64, 512, 1e6f, 1e-6f, ModelShape.Output.TIED);
    new RandomCheckpoint(
            CheckpointFamily.QWEN2, shape, PLAIN, RandomCheckpoint.Weights.F16, 300, 1, 1)
        .write(folder);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), String.format(Locale.ROOT, text, THINK, END_THINK));
  }

  private void addTo(String file, String after, String text) throws IOException {
    Path path = folder.resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(after);
    Files.writeString(
        path, before.replace(after, after + String.format(Locale.ROOT, text, THINK, END_THINK)));
  }

  private CheckpointTokenizer read() throws IOException {
    return CheckpointTokenizer.read(folder, 300);
  }

  private void requireMarkers(TokenType type) throws IOException {
    CheckpointTokenizer tokenizer = read();
    assertThat(tokenizer.token(THINK)).isEqualTo(Markers.THINK);
    assertThat(tokenizer.token(END_THINK)).isEqualTo(Markers.END_THINK);
    assertThat(tokenizer.type(THINK)).isEqualTo(type);
    assertThat(tokenizer.type(END_THINK)).isEqualTo(type);
    assertThat(tokenizer.type(END_THINK + 1)).isEqualTo(TokenType.UNUSED);
    assertThat(tokenizer.notes()).noneMatch(note -> note.contains("think"));
  }

  @ParameterizedTest
  @CsvSource({"true, CONTROL", "false, USER_DEFINED"})
  void theTokenizerKnowsThem(boolean special, TokenType type) throws IOException {
    addTo(
        "tokenizer.json",
        "\"added_tokens\":[",
        "{\"id\":%d,\"content\":\"<think>\",\"special\":SPECIAL},{\"id\":%d,\"content\":\"</think>\",\"special\":SPECIAL},"
            .replace("SPECIAL", Boolean.toString(special)));
    requireMarkers(type);
  }

  @ParameterizedTest
  @CsvSource({"true, CONTROL", "false, USER_DEFINED"})
  void onlyTheSettingsKnowThem(boolean special, TokenType type) throws IOException {
    addTo(
        "tokenizer_config.json",
        "\"added_tokens_decoder\": {",
        "\"%d\": {\"content\": \"<think>\", \"special\": SPECIAL}, \"%d\": {\"content\": \"</think>\", \"special\": SPECIAL},"
            .replace("SPECIAL", Boolean.toString(special)));
    requireMarkers(type);
  }

  @Test
  void onlyTheOldFileOfAddedTokensKnowsThem() throws IOException {
    write("added_tokens.json", "{\"<think>\": %d, \"</think>\": %d}");
    requireMarkers(TokenType.USER_DEFINED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "additional_special_tokens|[\"<think>\", {\"content\": \"</think>\", \"lstrip\": false}]",
        "extra_special_tokens|{\"think\": \"<think>\", \"end\": \"</think>\"}",
        "extra_special_tokens|[\"<think>\", \"</think>\"]"
      })
  void theMapSaysThatTheyAreSpecial(String key, String value) throws IOException {
    write("added_tokens.json", "{\"<think>\": %d, \"</think>\": %d}");
    Files.writeString(
        folder.resolve("special_tokens_map.json"),
        String.format(Locale.ROOT, "{\"eos_token\": \"<|endoftext|>\", \"%s\": %s}", key, value));
    requireMarkers(TokenType.CONTROL);
  }

  @Test
  void oneThatNoFileGivesAnIdIsTold() throws IOException {
    write("special_tokens_map.json", "{\"additional_special_tokens\": [\"<think>\"]}");
    assertThat(read().notes())
        .anyMatch(note -> note.contains("'<think>' is named as a special token, and no file"));
  }

  /** Its type then is as transformers makes it. */
  @Test
  void anOrdinaryTokenThatIsNamedIsASpecialOne() throws IOException {
    write("special_tokens_map.json", "{\"pad_token\": \"!\"}");
    Path settings = folder.resolve("tokenizer_config.json");
    Files.writeString(
        settings, Files.readString(settings).replaceAll("\"pad_token\": \\{.*?\\},", ""));
    CheckpointTokenizer tokenizer = read();
    assertThat(tokenizer.type('!')).isEqualTo(TokenType.CONTROL);
    assertThat(tokenizer.specialIds()).containsEntry("tokenizer.ggml.padding_token_id", (int) '!');
  }

  /** Some fine-tuned Llamas name a reserved token anew in the settings only. */
  @Test
  void theTokenizerGoesBeforeFilesThatContradictIt() throws IOException {
    int start = PLAIN.id(ByteLevelBpe.IM_START);
    write("added_tokens.json", "{\"<think>\": " + start + ", \"<|endoftext|>\": 299}");
    CheckpointTokenizer tokenizer = read();
    assertThat(tokenizer.token(start)).isEqualTo(ByteLevelBpe.IM_START);
    assertThat(tokenizer.type(299)).isEqualTo(TokenType.UNUSED);
    assertThat(tokenizer.notes())
        .anyMatch(
            note ->
                note.contains("'<|im_start|>' and '<think>' have the same id " + start)
                    && note.endsWith("what added_tokens.json says of it does not count"))
        .anyMatch(note -> note.contains("'<|endoftext|>' has the ids " + PLAIN.eos() + " and 299"));
  }

  @Test
  void refusesIdsThatCannotBe() throws IOException {
    write("added_tokens.json", "{\"<think>\": 300}");
    assertThatThrownBy(this::read)
        .hasMessageContaining("token '<think>' has the id 300, and the embedding has 300 rows");
    write("added_tokens.json", "{\"\": 299}");
    assertThatThrownBy(this::read).hasMessageContaining("an added token has no content");
    write("added_tokens.json", "{}");
    addTo(
        "tokenizer.json",
        "\"added_tokens\":[",
        "{\"id\":%d,\"content\":\"<think>\"},{\"id\":%d,\"content\":\"<think>\"},");
    assertThatThrownBy(this::read).hasMessageContaining("'<think>' has the ids");
  }
}
