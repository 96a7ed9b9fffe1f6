package io.rank1.llama;

import static io.rank1.core.prompt.SegmentedText.userText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.profile.ProfileMethod;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("llama")
class LlamaVocabularyTest {

  @TempDir Path folder;

  private LlamaModel load(Architecture architecture, Vocabulary vocabulary) throws IOException {
    Path file = folder.resolve("m.gguf");
    ModelShape shape = Fixtures.tiny(architecture, ModelShape.Output.TIED);
    RandomModel.write(file, shape, vocabulary, WeightType.F32, 1);
    return Fixtures.load(file);
  }

  private static String decode(LlamaVocabulary vocabulary, int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(vocabulary.piece(token));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void answersAreSingleTokensAndTextComesBackWhole() throws IOException {
    Vocabulary v = Fixtures.vocabulary();
    try (LlamaModel model = load(Architecture.QWEN2, v)) {
      LlamaVocabulary vocabulary = model.vocabulary();
      String text = "Größe 水 𝄞\u0000\n\n  the query </think>\n<|endoftext|> true";

      assertThat(vocabulary.size()).isEqualTo(v.size());
      assertThat(vocabulary.tokenize(" true")).containsExactly(v.id(" true"));
      assertThat(vocabulary.tokenize(" false")).containsExactly(v.id(" false"));
      assertThat(decode(vocabulary, vocabulary.encode(userText(text)))).isEqualTo(text);
      assertThat(vocabulary.encode(userText(text))).doesNotContain(v.eos());
      assertThat(vocabulary.endsText(v.eos())).isTrue();
      assertThat(vocabulary.endsText(v.id(" true"))).isFalse();
    }
  }

  @Test
  void beginsWithBosWhereTheVocabularyAsksForIt() throws IOException {
    Vocabulary v = Fixtures.vocabulary(Architecture.LLAMA, Vocabulary.BosUse.ADDED);
    try (LlamaModel model = load(Architecture.LLAMA, v)) {
      int[] tokens = model.vocabulary().encode(userText("the query"));

      assertThat(tokens[0]).isEqualTo(v.bos());
      assertThat(tokens).hasSize(model.vocabulary().tokenize("the query").length + 1);
      assertThat(tokens[tokens.length - 1]).isNotEqualTo(v.eos());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", " ", "!", "\n", "水", " \u00a0", "\u0085 ", "!\u001f", "\u202f", "\u3000\n"})
  void aRunThatWouldOverflowTheStackInTheRegexIsTokenized(String unit) throws IOException {
    try (LlamaModel model = load(Architecture.QWEN2, Fixtures.vocabulary())) {
      String run = unit.repeat(40_000);
      assertThat(decode(model.vocabulary(), model.vocabulary().tokenize(run))).isEqualTo(run);
    }
  }

  @Test
  void tekkensRegexGetsTheStackItNeeds() throws IOException {
    Vocabulary v = Fixtures.vocabulary();
    Vocabulary tekken =
        new Vocabulary(v.tokens(), v.types(), v.merges(), v.bos(), v.eos(), v.bosUse(), "tekken");
    try (LlamaModel model = load(Architecture.LLAMA, tekken)) {
      assertThat(model.vocabulary().tokenize("a".repeat(40_000))).hasSize(40_000);
    }
  }

  @Test
  void aRunOfAMillionCharactersIsTokenized() throws IOException {
    try (LlamaModel model = load(Architecture.QWEN2, Fixtures.vocabulary())) {
      assertThat(model.vocabulary().tokenize("a".repeat(1_000_001))).hasSize(1_000_001);
      String pairs = "\ud834\udd1e".repeat(100_000);
      assertThat(decode(model.vocabulary(), model.vocabulary().tokenize(pairs))).isEqualTo(pairs);
    }
  }

  @Test
  void runsOfOneSortAreMeasured() {
    assertThat(RecursionGuard.longestRun("")).isZero();
    assertThat(RecursionGuard.longestRun("abc")).isEqualTo(3);
    assertThat(RecursionGuard.longestRun("ab1cde22222f !!!! ")).isEqualTo(5);
    assertThat(RecursionGuard.longestRun("a    \n b")).isEqualTo(6);
    assertThat(RecursionGuard.longestRun("a\u00a0 \u2007\u3000b\u001fb!")).isEqualTo(4);
    assertThat(RecursionGuard.longestRun("a\u0301!\u0301!")).as("marks count twice").isEqualTo(4);
    assertThat(RecursionGuard.longestRun("x\u0301\u0301y")).isEqualTo(4);
    assertThat(RecursionGuard.longestRun("\ud834\udd1e\ud834\udd1e")).isEqualTo(4);
  }

  @Test
  void onlyRunsThatAreTooLongAreCutAndNeverInACharacter() {
    String words = "word ".repeat(50_000);
    assertThat(RecursionGuard.pieces(words)).containsExactly(words);
    assertThat(RecursionGuard.pieces("")).containsExactly("");

    String run = "a" + "\ud835\udc00".repeat(RecursionGuard.LONGEST_RUN);
    List<String> pieces = RecursionGuard.pieces(run);
    assertThat(String.join("", pieces)).isEqualTo(run);
    assertThat(pieces)
        .hasSize(3)
        .allSatisfy(
            piece -> {
              assertThat(RecursionGuard.longestRun(piece)).isBetween(1, RecursionGuard.LONGEST_RUN);
              assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            });
  }

  @Test
  void isUnusableOnceTheModelIsClosed() throws IOException {
    LlamaModel model = load(Architecture.QWEN2, Fixtures.vocabulary());
    model.close();
    model.close();

    assertThatThrownBy(() -> model.vocabulary().tokenize("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> model.vocabulary().piece(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tokensOutsideTheVocabularyAreRefused() throws IOException {
    try (LlamaModel model = load(Architecture.QWEN2, Fixtures.vocabulary())) {
      assertThatThrownBy(() -> model.vocabulary().piece(-1)).hasMessageContaining("token -1");
      assertThatThrownBy(() -> model.vocabulary().endsText(model.vocabulary().size()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aVocabularyWithoutSingleAnswersIsNoRank1Model() throws IOException {
    Vocabulary bare =
        ByteLevelBpe.vocabulary(Architecture.QWEN2, Vocabulary.BosUse.NOT_ADDED, List.of(" true"));
    try (LlamaModel model = load(Architecture.QWEN2, bare)) {
      assertThatThrownBy(() -> ProfileMethod.rank1().answers(model.vocabulary()))
          .hasMessageContaining("\" false\" is 6 tokens")
          .hasMessageContaining("the answer needs to be one");
    }
    Path file = folder.resolve("m.gguf");
    assertThatThrownBy(() -> Fixtures.open(file, 8))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageStartingWith(
            file + ": \" false\" is 6 tokens in this vocabulary, and the answer")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
