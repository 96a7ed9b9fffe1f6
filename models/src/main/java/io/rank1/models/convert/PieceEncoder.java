package io.rank1.models.convert;

import io.rank1.models.synthetic.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes tokens of texts by SentencePiece's BPE: characters are merged, those two neighbours first
 * whose token has the highest score, the leftmost of several. Immutable; takes quadratic time,
 * which is enough for the short texts of an inspection.
 */
final class PieceEncoder implements CheckpointTokenizer.Encoder {
  private static final char MARK = '\u2581';

  private final Map<String, Integer> pieces = new HashMap<>();
  private final int[] bytes = new int[ByteTokens.COUNT];
  private final List<Float> scores;

  /**
   * @param vocabulary one whose tokens have these scores
   */
  PieceEncoder(TokenizerModel.SentencePiece model, ConvertedVocabulary vocabulary) {
    this.scores = model.scores();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      String token = vocabulary.tokens().get(id);
      if (vocabulary.types().get(id) == TokenType.NORMAL) {
        pieces.put(token, id);
      } else if (vocabulary.types().get(id) == TokenType.BYTE) {
        bytes[ByteTokens.octet(token).orElseThrow()] = id;
      }
    }
  }

  @Override
  public List<Integer> encode(String text) {
    List<String> parts = new ArrayList<>();
    text.replace(' ', MARK).codePoints().mapToObj(Character::toString).forEach(parts::add);
    for (int best = best(parts); best >= 0; best = best(parts)) {
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
    List<Integer> tokens = new ArrayList<>();
    for (String part : parts) {
      Integer id = pieces.get(part);
      if (id != null) {
        tokens.add(id);
      } else {
        for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
          tokens.add(bytes[octet & 0xff]);
        }
      }
    }
    return tokens;
  }

  /** The left one of the two that are merged next, or -1. */
  private int best(List<String> parts) {
    int best = -1;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i + 1 < parts.size(); i++) {
      Integer id = pieces.get(parts.get(i) + parts.get(i + 1));
      if (id != null && scores.get(id) > highest) {
        best = i;
        highest = scores.get(id);
      }
    }
    return best;
  }

  @Override
  public String decode(String token) {
    return token.replace(MARK, ' ');
  }
}
