package io.rank1.models.convert;

import io.rank1.models.synthetic.TokenType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns merges back into the scores that they were made of. transformers makes merges of a
 * SentencePiece model by taking each token, the one with the highest score first, apart into any
 * two others; SentencePiece, and llama.cpp, merge those two neighbours first whose token has the
 * highest score. So the rank of a token's first merge, negative, does as its score.
 */
final class MergeScores {
  private final List<MergeList.Pair> merges;
  private final List<String> tokens;
  private final List<TokenType> types;
  private final Map<String, Integer> ranks = new HashMap<>();

  /**
   * @param merges the first to be applied first
   * @param table the tokens
   */
  MergeScores(List<MergeList.Pair> merges, TokenTable table) {
    this.merges = merges;
    this.tokens = table.tokens();
    this.types = table.types();
    for (int rank = 0; rank < merges.size(); rank++) {
      ranks.putIfAbsent(merges.get(rank).merged(), rank);
    }
  }

  /** Sets the score of every ordinary token; one that no merge makes is as good as the best. */
  void fill(float[] scores) {
    for (int id = 0; id < tokens.size(); id++) {
      if (tokens.get(id) != null) {
        Integer rank = ranks.get(tokens.get(id));
        scores[id] = rank == null ? 0 : -1 - rank;
      }
    }
  }

  /** Where these scores do not merge as the list does, in a line; mostly empty. */
  List<String> notes() {
    Set<MergeList.Pair> listed = new HashSet<>(merges);
    Map<String, TokenType> known = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (tokens.get(id) != null) {
        known.put(tokens.get(id), types.get(id));
      }
    }
    int more = 0;
    String example = "";
    for (Map.Entry<String, TokenType> token : known.entrySet()) {
      if (token.getValue() == TokenType.NORMAL) {
        for (MergeList.Pair pair : splits(token.getKey())) {
          boolean isMerged = known.containsKey(pair.left()) && known.containsKey(pair.right());
          if (isMerged && !listed.contains(pair)) {
            more++;
            example = pair.left() + "' and '" + pair.right();
          }
        }
      }
    }
    return more == 0
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "llama.cpp merges %d pairs that tokenizer.json does not, for example '%s': some texts"
                    + " get other tokens",
                more,
                example));
  }

  private static List<MergeList.Pair> splits(String token) {
    List<MergeList.Pair> splits = new ArrayList<>();
    for (int at = 1; at < token.length(); at++) {
      if (!Character.isLowSurrogate(token.charAt(at))) {
        splits.add(new MergeList.Pair(token.substring(0, at), token.substring(at)));
      }
    }
    return splits;
  }
}
