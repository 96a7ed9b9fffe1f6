package io.rank1.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteLevelBpeTest {
  private static final List<String> WORDS =
      List.of("bc", "abc", " true", " false", "</think>", "\u00e9", "think", "abab", " trueish");

  @Test
  void usesThePublishedByteAlphabet() {
    assertThat(ByteAlphabet.encode(" true\n")).isEqualTo("\u0120true\u010a");
    assertThat(ByteAlphabet.encode("\u00e9")).isEqualTo("\u00c3\u00a9");
    assertThat(ByteAlphabet.symbol(0xad)).isEqualTo('\u0143');
    assertThat(ByteAlphabet.symbol(0x7f)).isEqualTo('\u0121');
  }

  @Test
  void makesEveryWordOneTokenByItsMerges() {
    Vocabulary vocabulary = ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, WORDS);

    for (String word : WORDS) {
      assertThat(encode(vocabulary, ByteAlphabet.encode(word)))
          .containsExactly(ByteAlphabet.encode(word));
      assertThat(vocabulary.tokens().get(vocabulary.id(word))).isEqualTo(ByteAlphabet.encode(word));
    }
    assertThat(vocabulary.idOfByte(' ')).isEqualTo(' ');
    assertThat(vocabulary.preTokenizer()).isEqualTo("qwen2");
    assertThat(vocabulary.size()).isBetween(260, 400);
    assertThatThrownBy(() -> vocabulary.id("nothing like it"))
        .hasMessageContaining("not one token");
  }

  @Test
  void addsControlTokens() {
    Vocabulary plain = ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, WORDS);
    assertThat(plain.tokens().get(plain.eos())).isEqualTo("<|endoftext|>");
    assertThat(plain.types().get(plain.eos())).isEqualTo(TokenType.CONTROL);
    assertThat(plain.types().get(plain.id("<|im_start|>"))).isEqualTo(TokenType.CONTROL);

    Vocabulary llama = ByteLevelBpe.vocabulary(Architecture.LLAMA, BosUse.ADDED, WORDS);
    assertThat(llama.tokens().get(llama.bos())).isEqualTo("<|begin_of_text|>");
    assertThat(llama.bos()).isNotEqualTo(llama.eos());
    assertThat(llama.preTokenizer()).isEqualTo("llama-bpe");
  }

  @Test
  void markersAreItsLastTokens() {
    List<String> words = new ArrayList<>(WORDS);
    words.add("</think>\n");
    Vocabulary absent = ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, words);
    assertThat(absent.types().get(absent.id("</think>"))).isEqualTo(TokenType.NORMAL);
    assertThat(absent.with(Markers.ABSENT)).isEqualTo(absent);
    assertThatThrownBy(() -> absent.with(Markers.CONTROL)).hasMessageContaining("</think>");

    for (Markers markers : List.of(Markers.CONTROL, Markers.USER_DEFINED)) {
      Vocabulary with = ByteLevelBpe.vocabulary(Architecture.LLAMA, BosUse.ADDED, words, markers);
      TokenType type = markers.type();
      int size = with.size();
      assertThat(with.tokens().subList(size - 4, size))
          .containsExactly("<|begin_of_text|>", "<tool_call>", "<think>", "</think>");
      assertThat(with.types().subList(size - 3, size))
          .containsExactly(TokenType.USER_DEFINED, type, type);
      assertThat(with.id("</think>")).isEqualTo(size - 1);
      assertThat(with.tokens().subList(0, size - 2)).noneMatch(token -> token.contains("</think"));
      assertThat(with.with(markers)).isEqualTo(with);
    }
  }

  @Test
  void unusedTokensMakeRoomForMarkers() {
    Vocabulary plain = ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, List.of("ab"));
    int used = plain.size();
    List<String> tokens = new ArrayList<>(plain.tokens());
    List<TokenType> types = new ArrayList<>(plain.types());
    for (int id = used; id < used + 2; id++) {
      tokens.add("[PAD" + id + "]");
      types.add(TokenType.UNUSED);
    }
    Vocabulary padded =
        new Vocabulary(tokens, types, plain.merges(), 0, plain.eos(), BosUse.NOT_ADDED, "qwen2");

    Vocabulary with = padded.with(Markers.CONTROL);
    assertThat(with.tokens().subList(used, with.size()))
        .containsExactly("<tool_call>", "<think>", "</think>");
    assertThat(with.types().subList(used, with.size()))
        .containsExactly(TokenType.USER_DEFINED, TokenType.CONTROL, TokenType.CONTROL);
  }

  @Test
  void refusesBrokenVocabularies() {
    Vocabulary good = ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, WORDS);
    List<String> doubled = new ArrayList<>(good.tokens());
    doubled.set(1, doubled.get(0));
    assertThatThrownBy(() -> with(good, doubled, good.merges(), 0)).hasMessageContaining("twice");
    List<String> without = new ArrayList<>(good.tokens());
    without.set(5, "something else");
    assertThatThrownBy(() -> with(good, without, good.merges(), 0)).hasMessageContaining("byte 5");
    assertThatThrownBy(() -> with(good, good.tokens(), List.of("x y"), 0))
        .hasMessageContaining("x y");
    assertThatThrownBy(() -> with(good, good.tokens(), good.merges(), good.size()))
        .hasMessageContaining("eos");
  }

  private static Vocabulary with(
      Vocabulary good, List<String> tokens, List<String> merges, int eos) {
    return new Vocabulary(tokens, good.types(), merges, 0, eos, BosUse.NOT_ADDED, "qwen2");
  }

  /** BPE in its plainest form: over and over, the best merge at its leftmost place. */
  private static List<String> encode(Vocabulary vocabulary, String word) {
    List<String> pieces = new ArrayList<>(List.of(word.split("")));
    boolean merged = true;
    while (merged) {
      merged = false;
      for (String merge : vocabulary.merges()) {
        int at = indexOf(pieces, merge);
        if (at >= 0) {
          pieces.set(at, pieces.get(at) + pieces.remove(at + 1));
          merged = true;
          break;
        }
      }
    }
    return pieces;
  }

  private static int indexOf(List<String> pieces, String merge) {
    for (int i = 0; i + 1 < pieces.size(); i++) {
      if (merge.equals(pieces.get(i) + " " + pieces.get(i + 1))) {
        return i;
      }
    }
    return -1;
  }
}
