package io.rank1.models.convert;

import io.rank1.models.json.JsonObject;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tokenizer.json}, if its model is byte-level BPE. */
final class VocabularyReader {
  static final String FILE = "tokenizer.json";

  private final JsonObject tokenizer;
  private final JsonObject model;
  private final String[] tokens;
  private final TokenType[] types;
  private final Map<String, Integer> specialIds = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  private VocabularyReader(JsonObject tokenizer, JsonObject model, int size) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.tokens = new String[size];
    this.types = new TokenType[size];
  }

  /**
   * Reads the vocabulary of a checkpoint.
   *
   * @param config config.json
   * @param size rows of the embedding; ids without a token become unused tokens
   * @throws IOException if a file is missing or damaged, or the tokenizer is of another kind
   */
  static ConvertedVocabulary read(Path folder, JsonObject config, int size) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      boolean sentencePiece = Files.exists(folder.resolve("tokenizer.model"));
      throw new ConvertException(
          folder,
          "it has no tokenizer.json"
              + (sentencePiece
                  ? ", only a tokenizer.model of SentencePiece, which is not supported"
                  : ""));
    }
    JsonObject tokenizer = JsonObject.read(file);
    Optional<JsonObject> model = tokenizer.object("model");
    if (model.isEmpty()) {
      throw new ConvertException(file, "it describes no model");
    }
    return new VocabularyReader(tokenizer, model.get(), size).read(folder, config);
  }

  private ConvertedVocabulary read(Path folder, JsonObject config) throws IOException {
    checkModel();
    PreTokenizer preTokenizer = PreTokenizer.of(tokenizer);
    checkNormalizer();
    checkIgnoreMerges(preTokenizer);
    if (preTokenizer == PreTokenizer.TEKKEN) {
      notes.add(
          "llama.cpp splits words as this tokenizer does for a to z only: combining marks, and upper"
              + " case after lower case in other letters, may give other tokens");
    }
    takeVocabulary();
    takeAddedTokens(AddedTokens.read(folder, tokenizer));
    fillUp();
    SpecialTokens special =
        SpecialTokens.read(folder, config, tokenizer, specialIds, tokens.length);
    notes.addAll(special.notes());
    return new ConvertedVocabulary(
        preTokenizer,
        Arrays.asList(tokens),
        Arrays.asList(types),
        merges(),
        special.ids(),
        special.adds(),
        special.addSpacePrefix(),
        special.chatTemplates(),
        notes);
  }

  private void checkModel() throws IOException {
    String type = model.string("type").orElse(model.has("merges") ? "BPE" : "unknown");
    require(type.equals("BPE"), "its model is " + type + "; supported is byte-level BPE");
    require(
        !model.bool("byte_fallback").orElse(false),
        "its model is BPE with byte fallback, as SentencePiece makes it; supported is byte-level BPE");
    for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
      require(model.string(affix).orElse("").isEmpty(), "its model has a " + affix);
    }
  }

  private void checkNormalizer() throws IOException {
    Optional<JsonObject> normalizer = tokenizer.object("normalizer");
    if (normalizer.isEmpty()) {
      return;
    }
    List<JsonObject> steps =
        normalizer.get().string("type").orElse("").equals("Sequence")
            ? normalizer.get().objects("normalizers")
            : List.of(normalizer.get());
    for (JsonObject step : steps) {
      String type = step.string("type").orElse("?");
      require(type.equals("NFC"), "its normalizer is " + type + ", which llama.cpp does not know");
      notes.add(
          "the tokenizer normalizes texts to NFC, and llama.cpp does not: texts in another form,"
              + " such as letters with combining accents, get other tokens");
    }
  }

  private void checkIgnoreMerges(PreTokenizer preTokenizer) throws IOException {
    boolean ignores = model.bool("ignore_merges").orElse(false);
    if (ignores != preTokenizer.ignoresMerges()) {
      notes.add(
          "tokenizer.json has ignore_merges "
              + ignores
              + ", and llama.cpp takes it as "
              + preTokenizer.ignoresMerges()
              + " with the pre-tokenizer "
              + preTokenizer.ggufName()
              + ": words whose merges do not make their own token get other tokens");
    }
  }

  private void takeVocabulary() throws IOException {
    JsonObject vocabulary = model.object("vocab").orElse(null);
    require(vocabulary != null, "its model has no vocab");
    for (String token : vocabulary.keys()) {
      put(vocabulary.integer(token).orElse(-1L), token, TokenType.NORMAL);
    }
  }

  private void takeAddedTokens(AddedTokens added) throws IOException {
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

  private void put(long id, String token, TokenType type) throws IOException {
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

  private void fillUp() throws IOException {
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

  /** Pairs, as strings with a blank between or as lists of two. */
  private List<String> merges() throws IOException {
    List<Object> list = model.list("merges").orElse(List.of());
    require(!list.isEmpty(), "its model has no merges");
    List<String> merges = new ArrayList<>(list.size());
    for (Object entry : list) {
      String merge = null;
      if (entry instanceof String text) {
        merge = text;
      } else if (entry instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof String left
          && pair.get(1) instanceof String right) {
        merge = left.replace(' ', '\u0120') + " " + right.replace(' ', '\u0120');
      }
      int blank = merge == null ? -1 : merge.indexOf(' ');
      require(
          blank > 0 && blank < merge.length() - 1 && merge.indexOf(' ', blank + 1) < 0,
          String.format(Locale.ROOT, "merge %d is not a pair: %s", merges.size(), entry));
      merges.add(merge);
    }
    return merges;
  }

  private void require(boolean holds, String rule) throws ConvertException {
    if (!holds) {
      throw new ConvertException(tokenizer.file(), rule);
    }
  }
}
