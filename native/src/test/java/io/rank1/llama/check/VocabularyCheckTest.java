package io.rank1.llama.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufStringArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyCheckTest {
  @TempDir Path folder;

  @Test
  void refusesOtherTokenizers() {
    assertRefused(ModelFixture.qwen2().set("tokenizer.ggml.model", "bert"), "'bert'");
    assertRefused(ModelFixture.qwen2().without("tokenizer.ggml.model"), "tokenizer.ggml.model");
    assertRefused(ModelFixture.qwen2().without("tokenizer.ggml.tokens"), "tokenizer.ggml.tokens");
    assertRefused(ModelFixture.qwen2().without("tokenizer.ggml.merges"), "tokenizer.ggml.merges");
    assertRefused(ModelFixture.qwen2().tokens(List.of()), "no tokens");
  }

  @Test
  void refusesRepeatedTokensAndZeroBytes() throws IOException {
    assertRefused(withToken(ModelFixture.qwen2(), 4, "5"), "repeats", "'5'");
    assertRefused(withToken(ModelFixture.qwen2(), 4, "a\0b"), "token 4", "zero byte");
  }

  @Test
  void refusesMissingBytes() throws IOException {
    assertRefused(withToken(ModelFixture.qwen2(), 'A', "xyz"), "U+0041");
    assertRefused(withToken(ModelFixture.qwen2(), 0, "xyz"), "U+0100");
    String types = "tokenizer.ggml.token_type";
    ModelFixture lacking = withToken(sentencePiece(), 3 + 0x41, "xyz");
    assertRefused(lacking.set(types, (w, k) -> w.int32s(k, new int[261])), "U+0041");
    assertRefused(withToken(sentencePiece(), 3 + 0x41, "<0x4g>"), "token 68", "BYTE");
  }

  /** Which tokens a score is read from is a matter of the method, not of the file. */
  @Test
  void takesVocabulariesWithoutAnyAnswer() throws IOException {
    for (ModelFixture fixture : List.of(ModelFixture.qwen2(), sentencePiece())) {
      GgufStringArray old = tokens(fixture);
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < old.size(); i++) {
        boolean answer = old.string(i).matches("[\u0120\u2581](true|false)");
        tokens.add(answer ? "other" + i : old.string(i));
      }
      assertThat(tokens)
          .isNotEqualTo(IntStream.range(0, old.size()).mapToObj(old::string).toList());
      assertThat(ModelCheck.check(fixture.tokens(tokens).write(folder)).vocabularySize())
          .isEqualTo(tokens.size());
    }
  }

  @Test
  void refusesARuleOfBlanksThatIsNotKnown() throws IOException {
    String key = "rank1.tokenizer.space_prefix";
    assertThat(ModelCheck.check(sentencePiece().set(key, "first").write(folder))).isNotNull();
    assertRefused(sentencePiece().set(key, "last"), key + " is 'last', and only 'first' is known");
    assertRefused(sentencePiece().set(key, 1), key + " is of type UINT32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "", " ", " b", "a ", " ab"})
  void refusesMergesThatAreNoPairs(String merge) {
    assertRefused(ModelFixture.qwen2().merges(List.of("a b", merge)), "merge 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eos", "bos", "eot", "padding", "unknown"})
  void refusesSpecialTokensOutsideTheVocabulary(String kind) {
    assertRefused(
        ModelFixture.qwen2().set("tokenizer.ggml." + kind + "_token_id", 5_000), kind, "5000");
  }

  @Test
  void refusesAVocabularyWithoutEosOrWithoutTheBosThatItAdds() {
    String eos = "tokenizer.ggml.eos_token_id";
    assertRefused(ModelFixture.qwen2().without(eos), "it has no " + eos);
    assertRefused(
        ModelFixture.qwen2().set("tokenizer.ggml.add_bos_token", (w, k) -> w.bool(k, true)),
        "bos_token_id");
  }

  @Test
  void needsTypesAndScoresInSentencePieceOnly() throws IOException {
    String types = "tokenizer.ggml.token_type";
    String scores = "tokenizer.ggml.scores";
    assertThat(ModelCheck.check(ModelFixture.qwen2().without(types).write(folder))).isNotNull();
    assertRefused(sentencePiece().without(types), "it has no " + types);
    assertRefused(sentencePiece().without(scores), "it has no " + scores);
  }

  private static ModelFixture sentencePiece() {
    return ModelFixture.sentencePiece("llama");
  }

  private ModelFixture withToken(ModelFixture fixture, int index, String text) throws IOException {
    GgufStringArray old = tokens(fixture);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      tokens.add(i == index ? text : old.string(i));
    }
    return fixture.tokens(tokens);
  }

  private GgufStringArray tokens(ModelFixture fixture) throws IOException {
    GgufFile file = GgufFile.read(fixture.write(folder));
    return (GgufStringArray) file.array("tokenizer.ggml.tokens").orElseThrow();
  }

  private void assertRefused(ModelFixture fixture, String... parts) {
    assertThatThrownBy(() -> ModelCheck.check(fixture.write(folder)))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContainingAll(parts);
  }
}
