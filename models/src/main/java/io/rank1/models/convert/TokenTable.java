package io.rank1.models.convert;

import io.rank1.models.synthetic.TokenType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tokens of a vocabulary by id, while its files are read. */
final class TokenTable {
  private final Path file;
  private final String[] tokens;
  private final TokenType[] types;
  private final Map<String, Integer> specialIds = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param file to be named in errors
   * @param size rows of the embedding
   */
  TokenTable(Path file, int size) {
    this.file = file;
    this.tokens = new String[size];
    this.types = new TokenType[size];
  }

  /**
   * Puts a token in its place.
   *
   * @throws ConvertException if there is no such place, or an ordinary token would take another's
   */
  void put(long id, String token, TokenType type) throws ConvertException {
    require(
        id >= 0 && id < tokens.length,
        String.format(
            Locale.ROOT,
            "token '%s' has the id %d, and the embedding has %d rows",
            token,
            id,
            tokens.length));
    int at = (int) id;
    require(
        tokens[at] == null || tokens[at].equals(token) || type != TokenType.NORMAL,
        String.format(
            Locale.ROOT, "the tokens '%s' and '%s' have the same id %d", tokens[at], token, id));
    tokens[at] = token;
    types[at] = type;
  }

  /** Puts what was added to the vocabulary. */
  void put(AddedTokens added) throws ConvertException {
    for (Map.Entry<Long, String> token : added.texts().entrySet()) {
      String text = token.getValue();
      TokenType type = added.type(text);
      boolean control = type == TokenType.CONTROL;
      put(token.getKey(), control ? text : text.replace('\u2581', ' '), type); // as llama.cpp does
      specialIds.put(text, token.getKey().intValue());
    }
    notes.addAll(added.notes());
    for (String text : added.namedOnly()) {
      int id = Arrays.asList(tokens).indexOf(text);
      if (id >= 0) {
        put(id, text, TokenType.CONTROL);
        specialIds.put(text, id);
      } else {
        notes.add(
            String.format(
                Locale.ROOT,
                "'%s' is named as a special token, and no file gives it an id: it is left out",
                text));
      }
    }
  }

  /** Makes unused tokens of the ids that have none, and refuses tokens with two ids. */
  void fillUp() throws ConvertException {
    Set<String> seen = new HashSet<>(2 * tokens.length);
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] == null) {
        tokens[id] = "[PAD" + id + "]";
        types[id] = TokenType.UNUSED;
      }
      require(
          seen.add(tokens[id]), String.format(Locale.ROOT, "token '%s' has two ids", tokens[id]));
    }
  }

  List<String> tokens() {
    return Arrays.asList(tokens);
  }

  List<TokenType> types() {
    return Arrays.asList(types);
  }

  /** The ids of the tokens that may be special, by their texts. */
  Map<String, Integer> specialIds() {
    return specialIds;
  }

  /** What may surprise, one line each. */
  List<String> notes() {
    return notes;
  }

  private void require(boolean holds, String rule) throws ConvertException {
    if (!holds) {
      throw new ConvertException(file, rule);
    }
  }
}
