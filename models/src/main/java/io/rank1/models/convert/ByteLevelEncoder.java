package io.rank1.models.convert;

import io.rank1.models.synthetic.ByteAlphabet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes tokens of texts as llama.cpp does with byte-level BPE. Immutable. */
final class ByteLevelEncoder implements CheckpointTokenizer.Encoder {
  private final TokenizerModel.ByteLevel model;
  private final Map<String, Integer> ids;
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Pattern words;

  /**
   * @param ids of tokens by their spelling
   */
  ByteLevelEncoder(TokenizerModel.ByteLevel model, Map<String, Integer> ids) {
    this.model = model;
    this.ids = ids;
    for (int rank = 0; rank < model.merges().size(); rank++) {
      ranks.putIfAbsent(model.merges().get(rank), rank);
    }
    this.words = Pattern.compile(model.preTokenizer().regex(), Pattern.UNICODE_CHARACTER_CLASS);
  }

  @Override
  public List<Integer> encode(String text) {
    List<Integer> tokens = new ArrayList<>();
    addWords(text, tokens);
    return tokens;
  }

  @Override
  public String decode(String token) {
    return ByteAlphabet.decode(token);
  }

  private void addWords(String text, List<Integer> tokens) {
    Matcher matcher = words.matcher(text);
    while (matcher.find()) {
      String word = ByteAlphabet.encode(matcher.group());
      Integer whole = model.preTokenizer().ignoresMerges() ? ids.get(word) : null;
      if (whole != null) {
        tokens.add(whole);
      } else {
        merged(word).forEach(part -> add(part, tokens));
      }
    }
  }

  /**
   * As llama.cpp does it: a part that is no token is its bytes, and a byte that is none is lost.
   */
  private void add(String part, List<Integer> tokens) {
    Integer id = ids.get(part);
    if (id != null) {
      tokens.add(id);
    } else if (part.length() > 1) {
      part.chars().forEach(octet -> add(Character.toString(octet), tokens));
    }
  }

  private List<String> merged(String word) {
    List<String> parts = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
    while (true) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < bestRank) {
          best = i;
          bestRank = rank;
        }
      }
      if (best < 0) {
        return parts;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }
}
