package io.rank1.models.synthetic;

import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds small vocabularies: the 256 byte symbols, then the tokens that the wanted texts need, then
 * the control tokens, then rank1's markers where they are tokens of their own.
 *
 * <p>Encoding a wanted text by the merges alone gives its one token. A text that the pre-tokenizer
 * splits (such as {@code "<think>"}) still becomes a token, which a model can generate but no
 * prompt contains.
 */
public final class ByteLevelBpe {
  /** Ends a text. */
  public static final String END_OF_TEXT = "<|endoftext|>";

  /** A control token that nothing uses; user text that spells it must stay text. */
  public static final String IM_START = "<|im_start|>";

  /** Begins a text, in vocabularies with a BOS token. */
  public static final String BEGIN_OF_TEXT = "<|begin_of_text|>";

  private final Map<String, Integer> ranks = new HashMap<>();
  private final List<String> merges = new ArrayList<>();
  private final Set<String> tokens = new LinkedHashSet<>();

  private ByteLevelBpe() {
    for (int octet = 0; octet < 256; octet++) {
      tokens.add(String.valueOf(ByteAlphabet.symbol(octet)));
    }
  }

  /** Builds a vocabulary in which rank1's markers are words like others, or none. */
  public static Vocabulary vocabulary(
      Architecture architecture, BosUse bosUse, List<String> words) {
    return vocabulary(architecture, bosUse, words, Markers.ABSENT);
  }

  /**
   * Builds a vocabulary.
   *
   * @param architecture says which pre-tokenizer it names
   * @param bosUse with ADDED, the vocabulary has a BOS token and asks for it
   * @param words the texts that must be one token each, in any order; where markers are tokens of
   *     their own, those that contain one are left out, since no text then becomes them
   * @param markers how the vocabulary has rank1's markers; they are its last tokens
   */
  public static Vocabulary vocabulary(
      Architecture architecture, BosUse bosUse, List<String> words, Markers markers) {
    ByteLevelBpe bpe = new ByteLevelBpe();
    words.stream()
        .filter(word -> !markers.excludes(word))
        .forEach(word -> bpe.add(ByteAlphabet.encode(word)));
    List<String> tokens = new ArrayList<>(bpe.tokens);
    List<TokenType> types = new ArrayList<>(Collections.nCopies(tokens.size(), TokenType.NORMAL));
    List<String> controls = new ArrayList<>(List.of(END_OF_TEXT, IM_START));
    if (bosUse == BosUse.ADDED) {
      controls.add(BEGIN_OF_TEXT);
    }
    tokens.addAll(controls);
    types.addAll(Collections.nCopies(controls.size(), TokenType.CONTROL));
    int eos = tokens.indexOf(END_OF_TEXT);
    int bos = bosUse == BosUse.ADDED ? tokens.indexOf(BEGIN_OF_TEXT) : eos;
    markers.addTo(tokens, types);
    return new Vocabulary(tokens, types, bpe.merges, bos, eos, bosUse, architecture.preTokenizer());
  }

  /** Joins the first two pieces until one is left. Earlier merges keep their priority. */
  private void add(String word) {
    if (word.isEmpty()) {
      throw new IllegalArgumentException("the empty text is no token");
    }
    List<String> pieces = encode(word);
    while (pieces.size() > 1) {
      String merge = pieces.get(0) + " " + pieces.get(1);
      ranks.put(merge, merges.size());
      merges.add(merge);
      tokens.add(pieces.get(0) + pieces.get(1));
      pieces = encode(word);
    }
  }

  private List<String> encode(String word) {
    List<String> pieces = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
    for (int best = best(pieces); best >= 0; best = best(pieces)) {
      pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
    }
    return pieces;
  }

  /** The leftmost pair with the best rank, or -1. */
  private int best(List<String> pieces) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < pieces.size(); i++) {
      int rank = ranks.getOrDefault(pieces.get(i) + " " + pieces.get(i + 1), Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }
}
