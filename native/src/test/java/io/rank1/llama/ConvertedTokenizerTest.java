package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.QueryTemplate;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.models.convert.Conversion;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.TokenizerFiles;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A converted tokenizer in llama.cpp against one that is read from the checkpoint's own file. Two
 * differences are llama.cpp's, are left out of the comparison, and are what conversions note:
 *
 * <ul>
 *   <li>It normalizes nothing, where Qwen2's file says NFC: texts are given to it in NFC, and one
 *       that is not is shown to differ.
 *   <li>Of tekken's expression it has a likeness only, which differs on what {@link
 *       VariedTexts#PLAIN_CASE} leaves out.
 * </ul>
 *
 * <p>With a folder of Qwen2's vocab.json and merges.txt in the environment's {@value #FOLDER} the
 * published vocabulary is compared as well.
 */
@Tag("llama")
class ConvertedTokenizerTest {

  private static final String FOLDER = "RANK1_TEST_TOKENIZER";
  private static final int TEXTS = 2000;

  @TempDir Path folder;

  /** Tokens of words and parts of words of other texts of the same kind, and two to be parsed. */
  private static Vocabulary vocabulary(CheckpointFamily family) {
    Set<String> words = new LinkedHashSet<>(Fixtures.WORDS);
    for (String text : VariedTexts.ALL.of(40, 1)) {
      for (int i = 0; i + 3 < text.length(); i += 3) {
        words.add(text.substring(i, i + 3));
      }
    }
    words.removeIf(word -> !Character.isDefined(word.codePointAt(0)) || !isWhole(word));
    BosUse bos = family == CheckpointFamily.QWEN2 ? BosUse.NOT_ADDED : BosUse.ADDED;
    Vocabulary plain =
        ByteLevelBpe.vocabulary(
            family.architecture(), bos, new ArrayList<>(words), Markers.CONTROL);
    return Fixtures.withParsed(plain, "</tool_call>", "<|fim_prefix|>", "[PAD300]");
  }

  private static boolean isWhole(String text) {
    return !Character.isLowSurrogate(text.charAt(0))
        && !Character.isHighSurrogate(text.charAt(text.length() - 1));
  }

  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void tokensAreThoseOfTheCheckpoint(CheckpointFamily family) throws IOException {
    Fixtures.assumeKnown(family.architecture());
    Vocabulary vocabulary = vocabulary(family);
    int rows = vocabulary.size() + 5;
    Path checkpoint = checkpoint(family, vocabulary, rows);
    VariedTexts texts =
        family == CheckpointFamily.MISTRAL_SMALL ? VariedTexts.PLAIN_CASE : VariedTexts.ALL;
    try (LlamaModel model = converted(checkpoint)) {
      int merged = compare(model, reference(checkpoint), texts);
      assertThat(merged).as("texts with tokens of several bytes").isGreaterThan(TEXTS * 9 / 10);
      assertThat(model.vocabulary().size()).isEqualTo(rows);
      assertThat(model.vocabulary().encode(SegmentedText.userText("x")))
          .hasSize(vocabulary.bosUse() == BosUse.ADDED ? 2 : 1);
    }
  }

  @Test
  void whatIsNotInNfcDiffersForQwen2() throws IOException {
    CheckpointFamily family = CheckpointFamily.QWEN2;
    Vocabulary vocabulary = vocabulary(family);
    Path checkpoint = checkpoint(family, vocabulary, vocabulary.size());
    TokenizerReference reference = reference(checkpoint);
    assertThat(reference.normalizes()).isTrue();
    try (LlamaModel model = converted(checkpoint)) {
      assertThat(model.vocabulary().tokenize("e\u0301")).isNotEqualTo(reference.encode("e\u0301"));
      assertThat(model.vocabulary().tokenize("\u00e9")).isEqualTo(reference.encode("e\u0301"));
    }
    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes())
        .anyMatch(note -> note.contains("NFC"));
  }

  /** The ids of three words are as Qwen2 publishes them: of the texts only both sides tell. */
  @Test
  @EnabledIfEnvironmentVariable(named = FOLDER, matches = ".+")
  void tokensOfThePublishedVocabularyAreThoseOfItsFile() throws IOException {
    Vocabulary vocabulary =
        TokenizerFiles.read(
            Path.of(System.getenv(FOLDER)), TokenizerFiles.QWEN2_5_SIZE, Markers.CONTROL);
    Path checkpoint = checkpoint(CheckpointFamily.QWEN2, vocabulary, TokenizerFiles.QWEN2_5_SIZE);
    try (LlamaModel model = converted(checkpoint)) {
      assertThat(model.vocabulary().tokenize(" true false")).containsExactly(830, 895);
      assertThat(model.vocabulary().tokenize("Hello")).containsExactly(9707);
      assertThat(vocabulary.id("<think>")).isEqualTo(151_665);
      assertThat(vocabulary.id("</think>")).isEqualTo(151_666);
      int merged = compare(model, reference(checkpoint), VariedTexts.ALL);
      assertThat(merged).as("texts with tokens of several bytes").isGreaterThan(TEXTS * 9 / 10);
      assertThat(model.vocabulary().size()).isEqualTo(TokenizerFiles.QWEN2_5_SIZE);
    }
  }

  private static String normalized(TokenizerReference reference, String text) {
    return reference.normalizes() ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
  }

  private static void comparePrompt(
      LlamaVocabulary vocabulary, TokenizerReference reference, String passage, String other) {
    int end = other.offsetByCodePoints(0, Math.min(40, other.codePointCount(0, other.length())));
    String query = normalized(reference, other.substring(0, end));
    ProfileMethod template =
        ProfileMethod.rank1()
            .withQueryTemplate(new QueryTemplate("<tool_call>FILL_QUERY_HERE</think>"));
    SegmentedText prompt = template.prompt(new RerankRequest(query, passage)).segments();
    String task =
        "Determine if the following passage is relevant to the query. Answer only with 'true' or"
            + " 'false'.\nQuery: <tool_call>";

    assertThat(vocabulary.encodeContinuation(prompt))
        .as("%s | %s", query, passage)
        .isEqualTo(
            reference.encodePrompt(task, query, "</think>\nPassage: ", passage, "\n<think>"));
  }

  private Path checkpoint(CheckpointFamily family, Vocabulary vocabulary, int rows)
      throws IOException {
    int headDim = family == CheckpointFamily.MISTRAL_SMALL ? 32 : 16;
    ModelShape shape =
        new ModelShape(
            family.architecture(),
            1,
            32,
            2,
            1,
            headDim,
            32,
            512,
            1e4f,
            1e-6f,
            ModelShape.Output.TIED);
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(family, shape, vocabulary, RandomCheckpoint.Weights.F16, rows, 1, 3)
        .write(checkpoint);
    return checkpoint;
  }

  private LlamaModel converted(Path checkpoint) throws IOException {
    Path file = folder.resolve("m.gguf");
    Conversion.plan(checkpoint, Optional.empty()).write(file, bytes -> {}, part -> {});
    return Fixtures.load(file);
  }

  private static TokenizerReference reference(Path checkpoint) throws IOException {
    return new TokenizerReference(checkpoint.resolve("tokenizer.json"));
  }

  /** How many of the texts, which spell special tokens too, have tokens of several bytes. */
  private static int compare(LlamaModel model, TokenizerReference reference, VariedTexts texts) {
    int merged = 0;
    List<String> all = texts.and(reference.added()).of(TEXTS, 2);
    for (int i = 0; i < TEXTS; i++) {
      String text = all.get(i);
      String given = normalized(reference, text);
      int[] expected = reference.encode(text);
      assertThat(model.vocabulary().tokenize(given)).as(text).isEqualTo(expected);
      comparePrompt(model.vocabulary(), reference, given, all.get((i + 1) % TEXTS));
      merged += Arrays.stream(expected).anyMatch(token -> token >= 256) ? 1 : 0;
    }
    return merged;
  }
}
