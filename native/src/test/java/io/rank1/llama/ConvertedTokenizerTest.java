package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.convert.Conversion;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A converted tokenizer in llama.cpp against one that is read from the checkpoint's own file. Of
 * tekken's expression llama.cpp has a likeness only, which differs on what {@link
 * VariedTexts#PLAIN_CASE} leaves out; the conversion says so.
 */
@Tag("llama")
class ConvertedTokenizerTest {

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
    Vocabulary plain = ByteLevelBpe.vocabulary(family.architecture(), bos, new ArrayList<>(words));
    List<String> tokens = new ArrayList<>(plain.tokens());
    List<TokenType> types = new ArrayList<>(plain.types());
    for (String parsed : List.of("<tool_call>", "</tool_call>")) {
      tokens.add(parsed);
      types.add(TokenType.USER_DEFINED);
    }
    return new Vocabulary(
        tokens,
        types,
        plain.merges(),
        plain.bos(),
        plain.eos(),
        plain.bosUse(),
        plain.preTokenizer());
  }

  private static boolean isWhole(String text) {
    return !Character.isLowSurrogate(text.charAt(0))
        && !Character.isHighSurrogate(text.charAt(text.length() - 1));
  }

  @ParameterizedTest
  @EnumSource(CheckpointFamily.class)
  void tokensAreThoseOfTheCheckpoint(CheckpointFamily family) throws IOException {
    Vocabulary vocabulary = vocabulary(family);
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
    int rows = vocabulary.size() + 5;
    new RandomCheckpoint(family, shape, vocabulary, RandomCheckpoint.Weights.F16, rows, 1, 3)
        .write(checkpoint);
    Path file = folder.resolve("m.gguf");
    Conversion.plan(checkpoint, Optional.empty()).write(file, bytes -> {}, part -> {});

    TokenizerReference reference = new TokenizerReference(checkpoint.resolve("tokenizer.json"));
    try (LlamaModel model = Fixtures.load(file)) {
      int merged = 0;
      VariedTexts texts =
          family == CheckpointFamily.MISTRAL_SMALL ? VariedTexts.PLAIN_CASE : VariedTexts.ALL;
      for (String text : texts.of(TEXTS, 2)) {
        int[] expected = reference.encode(text);
        assertThat(model.vocabulary().tokenize(text)).as(text).isEqualTo(expected);
        merged += Arrays.stream(expected).anyMatch(token -> token >= 256) ? 1 : 0;
      }
      assertThat(merged).as("texts with tokens of several bytes").isGreaterThan(TEXTS * 9 / 10);
      assertThat(model.vocabulary().size()).isEqualTo(rows);
      assertThat(model.vocabulary().encode("x"))
          .hasSize(vocabulary.bosUse() == BosUse.ADDED ? 2 : 1);
    }
  }
}
