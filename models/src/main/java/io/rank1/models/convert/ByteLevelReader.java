package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@code tokenizer.json} whose model is byte-level BPE. */
final class ByteLevelReader {
  private final JsonObject tokenizer;
  private final JsonObject model;
  private final TokenTable table;
  private final int size;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param tokenizer tokenizer.json
   * @param model what it says of its model
   * @param size rows of the embedding
   */
  ByteLevelReader(JsonObject tokenizer, JsonObject model, int size) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.size = size;
    this.table = new TokenTable(tokenizer.file(), size);
  }

  /**
   * Reads the vocabulary.
   *
   * @param config config.json
   * @throws IOException if a file is missing or damaged, or the tokenizer is of another kind
   */
  ConvertedVocabulary read(Path folder, JsonObject config) throws IOException {
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
    table.put(AddedTokens.read(folder, Optional.of(tokenizer)));
    table.fillUp();
    notes.addAll(table.notes());
    SpecialTokens special =
        SpecialTokens.read(folder, config, Optional.of(tokenizer), table.specialIds(), size, false);
    notes.addAll(special.notes());
    return new ConvertedVocabulary(
        new TokenizerModel.ByteLevel(preTokenizer, merges(), special.addSpacePrefix()),
        table.tokens(),
        table.types(),
        special.ids(),
        special.adds(),
        special.chatTemplates(),
        notes);
  }

  private void checkModel() throws IOException {
    String type = model.string("type").orElse(model.has("merges") ? "BPE" : "unknown");
    require(
        type.equals("BPE"),
        "its model is " + type + "; supported is BPE, of bytes or SentencePiece's");
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
      table.put(vocabulary.integer(token).orElse(-1L), token, TokenType.NORMAL);
    }
  }

  /** A blank within a part, which separates the two, is written as in the byte alphabet. */
  private List<String> merges() throws IOException {
    return MergeList.read(model, tokenizer.file()).stream()
        .map(pair -> pair.left().replace(' ', '\u0120') + " " + pair.right().replace(' ', '\u0120'))
        .toList();
  }

  private void require(boolean holds, String rule) throws ConvertException {
    if (!holds) {
      throw new ConvertException(tokenizer.file(), rule);
    }
  }
}
