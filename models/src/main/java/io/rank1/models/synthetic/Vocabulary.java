package io.rank1.models.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A byte-level BPE vocabulary ({@code tokenizer.ggml.model} = gpt2).
 *
 * @param tokens the tokens by id, all different, in the letters of {@link ByteAlphabet}; every one
 *     of its 256 symbols is a token
 * @param types the type of every token
 * @param merges pairs of tokens with a blank between, the first to be applied first; both parts and
 *     what they make are tokens
 * @param bos the id of the token that begins a text; in a vocabulary that has none, eos
 * @param eos the id of the token that ends a text
 * @param bosUse whether tokenizing puts bos in front
 * @param preTokenizer the value of {@code tokenizer.ggml.pre}
 */
public record Vocabulary(
    List<String> tokens,
    List<TokenType> types,
    List<String> merges,
    int bos,
    int eos,
    BosUse bosUse,
    String preTokenizer)
    implements CheckpointVocabulary {
  /** Whether tokenizing puts the BOS token in front of a text. */
  public enum BosUse {
    ADDED,
    NOT_ADDED
  }

  /**
   * Validates the vocabulary.
   *
   * @throws IllegalArgumentException if a rule stated for the components is broken
   */
  public Vocabulary {
    tokens = List.copyOf(tokens);
    types = List.copyOf(types);
    merges = List.copyOf(merges);
    Objects.requireNonNull(bosUse, "bosUse");
    Objects.requireNonNull(preTokenizer, "preTokenizer");
    Set<String> known = new HashSet<>(2 * tokens.size());
    for (String token : tokens) {
      require(known.add(token), "a token occurs twice: " + token);
    }
    for (int octet = 0; octet < 256; octet++) {
      String symbol = String.valueOf(ByteAlphabet.symbol(octet));
      require(known.contains(symbol), "no token for byte " + octet);
    }
    require(types.size() == tokens.size(), "not one type for every token");
    require(bos >= 0 && bos < tokens.size(), "bos is no token: " + bos);
    require(eos >= 0 && eos < tokens.size(), "eos is no token: " + eos);
    for (String merge : merges) {
      int blank = merge.indexOf(' ', 1);
      require(
          blank > 0
              && known.contains(merge.substring(0, blank))
              && known.contains(merge.substring(blank + 1))
              && known.contains(merge.substring(0, blank) + merge.substring(blank + 1)),
          "a merge is not of tokens: " + merge);
    }
  }

  /**
   * The same vocabulary with rank1's markers as tokens, and with {@value Markers#TOOL_CALL}, which
   * is user-defined; itself if they are to be absent. New tokens follow the last one that is used:
   * unused ones behind it make room, so that a padded vocabulary keeps its size.
   *
   * @throws IllegalArgumentException if a marker is a token of another type already
   */
  public Vocabulary with(Markers markers) {
    List<String> more = new ArrayList<>(tokens);
    List<TokenType> moreTypes = new ArrayList<>(types);
    markers.addTo(more, moreTypes);
    return new Vocabulary(more, moreTypes, merges, bos, eos, bosUse, preTokenizer);
  }

  @Override
  public void write(Path folder, CheckpointFamily family) throws IOException {
    require(!family.hasPieces(), family + " has no byte-level vocabulary");
    CheckpointJson.tokenizer(folder.resolve("tokenizer.json"), family, this);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), CheckpointJson.tokenizerConfig(this));
    Files.writeString(
        folder.resolve("special_tokens_map.json"), CheckpointJson.specialTokens(this));
  }

  /** The number of tokens. */
  public int size() {
    return tokens.size();
  }

  /**
   * The id of the token that stands for a text, such as {@code " true"}. Looks at every token.
   *
   * @throws IllegalArgumentException if no single token does
   */
  public int id(String text) {
    int id = tokens.indexOf(ByteAlphabet.encode(text));
    require(id >= 0, "not one token: '" + text + "'");
    return id;
  }

  /** The id of the token of a single byte, given as 0 to 255. */
  public int idOfByte(int octet) {
    return tokens.indexOf(String.valueOf(ByteAlphabet.symbol(octet)));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
