package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.models.convert.CheckpointTokenizer;
import io.rank1.models.convert.ConvertException;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What inspection says of texts, against the reference that conversion is held against. */
class CheckpointTokenizerTest {

  private static final int TEXTS = 500;

  @TempDir Path folder;

  private static Vocabulary vocabulary(CheckpointFamily family) {
    List<String> words = new ArrayList<>(Fixtures.WORDS);
    words.addAll(List.of("the boundary", " layer", "heat", "\n\n", "  ", "don", "'t"));
    Vocabulary plain = ByteLevelBpe.vocabulary(family.architecture(), BosUse.NOT_ADDED, words);
    return Fixtures.withParsed(plain, "<tool_call>");
  }

  private Path write(CheckpointFamily family, Vocabulary vocabulary) throws IOException {
    ModelShape shape =
        new ModelShape(
            family.architecture(),
            1,
            32,
            2,
            1,
            family == CheckpointFamily.MISTRAL_SMALL ? 32 : 16,
            32,
            512,
            1e4f,
            1e-6f,
            ModelShape.Output.TIED);
    new RandomCheckpoint(
            family, shape, vocabulary, RandomCheckpoint.Weights.F16, vocabulary.size(), 1, 3)
        .write(folder);
    return folder;
  }

  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void tokensAreThoseOfTheReference(CheckpointFamily family) throws IOException {
    Vocabulary vocabulary = vocabulary(family);
    Path checkpoint = write(family, vocabulary);
    CheckpointTokenizer tokenizer = CheckpointTokenizer.read(checkpoint, vocabulary.size());
    TokenizerReference reference = new TokenizerReference(checkpoint.resolve("tokenizer.json"));
    List<String> texts = new ArrayList<>(VariedTexts.ALL.of(TEXTS, 4));
    texts.addAll(List.of("", " true", " false", "</think>", "a<tool_call>b<tool_call>", "<tool_"));
    for (String given : texts) {
      // Neither llama.cpp nor this normalizes.
      String text =
          reference.normalizes() ? Normalizer.normalize(given, Normalizer.Form.NFC) : given;
      assertThat(tokenizer.encode(text).stream().mapToInt(i -> i).toArray())
          .as(text)
          .isEqualTo(reference.encode(text));
    }
    assertThat(tokenizer.text(tokenizer.encode(" true").get(0))).isEqualTo(" true");
    assertThat(tokenizer.text(vocabulary.id("<tool_call>"))).isEqualTo("<tool_call>");
  }

  @Test
  void refusesSizesOfNoVocabulary() throws IOException {
    Path checkpoint = write(CheckpointFamily.QWEN2, vocabulary(CheckpointFamily.QWEN2));
    for (long size : new long[] {0, -1, 1 << 24, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> CheckpointTokenizer.read(checkpoint, size))
          .isInstanceOf(ConvertException.class)
          .hasMessageContaining("vocab_size is " + size + ", allowed are 1 to 1048576");
    }
  }
}
