package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.PieceVocabulary;
import io.rank1.models.synthetic.PieceVocabulary.Blanks;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Vocabularies of SentencePiece, from either of their files. */
class PieceConversionTest {
  private static final int FIRST = PieceVocabulary.FIRST_PIECE;

  @TempDir Path folder;

  private Path write(CheckpointFamily family, Blanks blanks, PieceVocabulary.Files files)
      throws IOException {
    ModelShape shape =
        new ModelShape(
            family.architecture(),
            1,
            64,
            2,
            1,
            32,
            64,
            32_768,
            1e4f,
            1e-5f,
            ModelShape.Output.UNTIED);
    PieceVocabulary vocabulary =
        new PieceVocabulary(
            List.of("a", "b", "\u2581", "ab", "\u2581ab", "abab"),
            List.of(
                new PieceVocabulary.Added("[INST]", true), new PieceVocabulary.Added("<b>", false)),
            blanks,
            files);
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(family, shape, vocabulary, Weights.F16, 270, 1, 4).write(checkpoint);
    return checkpoint;
  }

  private GgufFile convert(Path checkpoint) throws IOException {
    Path out = folder.resolve("m.gguf");
    Conversion.plan(checkpoint, Optional.empty()).write(out, bytes -> {}, file -> {});
    return GgufFile.read(out);
  }

  private static GgufNumberArray numbers(GgufFile file, String key) {
    return (GgufNumberArray) file.array("tokenizer.ggml." + key).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileHas(PieceVocabulary.Files files) throws IOException {
    GgufFile file = convert(write(CheckpointFamily.LLAMA_2, Blanks.EACH_RUN, files));

    assertThat(file.string("tokenizer.ggml.model")).hasValue("llama");
    assertThat(file.string("tokenizer.ggml.pre")).hasValue("default");
    assertThat(file.keys()).doesNotContain("tokenizer.ggml.merges");
    assertThat(file.bool("tokenizer.ggml.add_bos_token")).hasValue(true);
    assertThat(file.unsigned("tokenizer.ggml.bos_token_id")).hasValue(1);
    assertThat(file.unsigned("tokenizer.ggml.eos_token_id")).hasValue(2);
    assertThat(file.unsigned("tokenizer.ggml.unknown_token_id")).hasValue(0);
    GgufNumberArray types = numbers(file, "token_type");
    assertThat(types.integer(1)).isEqualTo(TokenType.CONTROL.id());
    assertThat(types.integer(3 + 0x41)).isEqualTo(TokenType.BYTE.id());
    assertThat(types.integer(FIRST)).isEqualTo(TokenType.NORMAL.id());
    assertThat(types.integer(FIRST + 6)).isEqualTo(TokenType.CONTROL.id());
    assertThat(types.integer(FIRST + 7)).isEqualTo(TokenType.USER_DEFINED.id());
    assertThat(types.integer(FIRST + 8)).isEqualTo(TokenType.UNUSED.id());
    GgufNumberArray scores = numbers(file, "scores");
    double[] merged = {
      scores.floating(FIRST + 3), scores.floating(FIRST + 4), scores.floating(FIRST + 5)
    };
    assertThat(merged).as("falling").isSortedAccordingTo((x, y) -> Double.compare(y, x));
    assertThat(Arrays.stream(merged).distinct()).hasSize(3);
    assertThat(scores.floating(FIRST + 6)).isEqualTo(-1000);
  }

  @ParameterizedTest
  @CsvSource({
    "EACH_RUN, MODEL, true, ",
    "EACH_RUN, TOKENIZER, true, ",
    "FIRST_RUN, MODEL, true, first",
    "FIRST_RUN, BOTH, true, first",
    "NONE, MODEL, false, ",
    "NONE, TOKENIZER, false, "
  })
  void whereBlanksAreAdded(Blanks blanks, PieceVocabulary.Files files, boolean adds, String rule)
      throws IOException {
    GgufFile file = convert(write(CheckpointFamily.LLAMA_2, blanks, files));

    assertThat(file.bool("tokenizer.ggml.add_space_prefix")).hasValue(adds);
    assertThat(file.string("rank1.tokenizer.space_prefix")).isEqualTo(Optional.ofNullable(rule));
  }

  @Test
  void theContextOfAModelWithASlidingWindowIsTheWindow() throws IOException {
    Path checkpoint =
        write(CheckpointFamily.MISTRAL_7B, Blanks.EACH_RUN, PieceVocabulary.Files.BOTH);

    assertThat(convert(checkpoint).unsigned("llama.context_length")).hasValue(4096);
    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes())
        .anyMatch(note -> note.startsWith("it has a sliding window of 4096 tokens"));
    Path config = checkpoint.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(": 4096", ": null"));
    assertThat(convert(checkpoint).unsigned("llama.context_length")).hasValue(32_768);
  }

  @Test
  void tellsWherePairsAreMergedThatTheFileDoesNotMerge() throws IOException {
    Path checkpoint =
        write(CheckpointFamily.LLAMA_2, Blanks.EACH_RUN, PieceVocabulary.Files.TOKENIZER);
    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes()).isEmpty();
    Path file = checkpoint.resolve("tokenizer.json");
    String text = Files.readString(file);
    assertThat(text).contains(",\"ab ab\"");
    Files.writeString(file, text.replace(",\"ab ab\"", ""));

    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes())
        .anyMatch(
            note -> note.contains("merges 1 pairs that tokenizer.json does not, for example 'ab'"));
  }

  @Test
  void tellsWhereTheTwoFilesDiffer() throws IOException {
    Path checkpoint = write(CheckpointFamily.LLAMA_2, Blanks.EACH_RUN, PieceVocabulary.Files.BOTH);
    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes()).isEmpty();
    Path file = checkpoint.resolve("tokenizer.json");
    Files.writeString(file, Files.readString(file).replace("\"abab\":", "\"baba\":"));

    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes())
        .anyMatch(note -> note.contains("1 tokens of tokenizer.model") && note.contains("'abab'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          EACH_RUN | "prepend":"▁" | "prepend":"_" | its normalizer is not one of
          EACH_RUN | "type":"Prepend" | "type":"NFKC" | its normalizer is not one of
          EACH_RUN | "content":"▁" | "content":"_" | its normalizer is not one of
          EACH_RUN | "<0x41>": | "<0xZZ>": | its vocabulary has no token <0x41> for a byte
          FIRST_RUN | "prepend_scheme":"first" | "prepend_scheme":"always" | its pre-tokenizer is not one of
          FIRST_RUN | "split":false | "split":true | its pre-tokenizer is not one of
          """)
  void refusesOtherTokenizers(Blanks blanks, String from, String to, String complaint)
      throws IOException {
    Path checkpoint = write(CheckpointFamily.LLAMA_2, blanks, PieceVocabulary.Files.TOKENIZER);
    Path file = checkpoint.resolve("tokenizer.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));

    assertThatThrownBy(() -> convert(checkpoint))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining("tokenizer.json: " + complaint);
  }

  /** Bytes of the fields that say it: type 3, byte_fallback 35, and two of the normalizer. */
  @ParameterizedTest
  @CsvSource({
    "18 02, 18 01, it is of the type 1; supported is BPE",
    "98 02 01, 98 02 00, it has no byte_fallback",
    "20 00, 20 01, its normalizer changes texts",
    "1A 0E 0A 08, 1A 0E 12 08, its normalizer changes texts"
  })
  void refusesOtherModelsOfSentencePiece(String from, String to, String complaint)
      throws IOException {
    Path checkpoint = write(CheckpointFamily.LLAMA_2, Blanks.EACH_RUN, PieceVocabulary.Files.MODEL);
    Path file = checkpoint.resolve("tokenizer.model");
    String bytes = hex(Files.readAllBytes(file));
    int at = bytes.lastIndexOf(from);
    assertThat(at).isPositive();
    Files.write(file, bytes(bytes.substring(0, at) + to + bytes.substring(at + from.length())));

    assertThatThrownBy(() -> convert(checkpoint))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining("tokenizer.model: " + complaint);
  }

  /** Wherever it is cut: it ends within a field, or lacks what comes after the pieces. */
  @Test
  void refusesAModelThatIsCutOff() throws IOException {
    Path checkpoint = write(CheckpointFamily.LLAMA_2, Blanks.EACH_RUN, PieceVocabulary.Files.MODEL);
    Path file = checkpoint.resolve("tokenizer.model");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += length < 60 ? 1 : 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SentencePieceModel.read(file))
          .as("%d bytes", length)
          .isInstanceOf(ConvertException.class)
          .hasMessageStartingWith(file + ": it");
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.ofDelimiter(" ").withUpperCase().parseHex(hex);
  }
}
