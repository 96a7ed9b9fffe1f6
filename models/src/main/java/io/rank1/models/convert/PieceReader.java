package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a vocabulary of SentencePiece: the pieces and scores of {@code tokenizer.model} where it is
 * there, else what {@code tokenizer.json} was made of such a file. The latter, which transformers
 * goes by, says where blanks are added.
 */
final class PieceReader {
  /** As llama.cpp's converter has it for tokens that no text becomes by merging. */
  private static final float ADDED = -1000;

  private static final float UNUSED = -10_000;

  private final Path folder;
  private final Path file;
  private final Optional<JsonObject> tokenizer;
  private final TokenTable table;
  private final float[] scores;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param tokenizer tokenizer.json, if there is one; a tokenizer.model is there otherwise
   * @param size rows of the embedding
   */
  PieceReader(Path folder, Optional<JsonObject> tokenizer, int size) {
    this.folder = folder;
    this.tokenizer = tokenizer;
    this.file =
        tokenizer.map(JsonObject::file).orElseGet(() -> folder.resolve(SentencePieceModel.FILE));
    this.table = new TokenTable(file, size);
    this.scores = new float[size];
    Arrays.fill(scores, UNUSED);
  }

  /**
   * Reads the vocabulary.
   *
   * @param config config.json
   * @throws IOException if a file is missing or damaged, or the tokenizer is of another kind
   */
  ConvertedVocabulary read(JsonObject config) throws IOException {
    SpacePrefix prefix = takePieces();
    AddedTokens added = AddedTokens.read(folder, tokenizer);
    table.put(added);
    for (long id : added.texts().keySet()) {
      scores[(int) id] = ADDED;
    }
    requireBytes();
    table.fillUp();
    SpecialTokens special =
        SpecialTokens.read(folder, config, tokenizer, table.specialIds(), scores.length, true);
    notes.addAll(table.notes());
    notes.addAll(special.notes());
    List<Float> boxed = new ArrayList<>(scores.length);
    for (float score : scores) {
      boxed.add(score);
    }
    return new ConvertedVocabulary(
        new TokenizerModel.SentencePiece(boxed, prefix),
        table.tokens(),
        table.types(),
        special.ids(),
        special.adds(),
        special.chatTemplates(),
        notes);
  }

  private SpacePrefix takePieces() throws IOException {
    Path path = folder.resolve(SentencePieceModel.FILE);
    if (!Files.exists(path)) {
      takeTokenizer();
      return SpacePrefix.of(tokenizer.orElseThrow());
    }
    SentencePieceModel model = SentencePieceModel.read(path);
    for (int id = 0; id < model.pieces().size(); id++) {
      SentencePieceModel.Piece piece = model.pieces().get(id);
      boolean cut = piece.type() == TokenType.USER_DEFINED; // before blanks are replaced
      table.put(id, cut ? piece.text().replace('\u2581', ' ') : piece.text(), piece.type());
      scores[id] = piece.score();
    }
    if (tokenizer.isPresent()) {
      compare(model);
      return SpacePrefix.of(tokenizer.get());
    }
    return SpacePrefix.of(model, AddedTokens.file(folder, AddedTokens.CONFIG_FILE));
  }

  /** Both say the same of ordinary tokens, unless somebody changed one. */
  private void compare(SentencePieceModel model) throws IOException {
    JsonObject vocabulary = vocabulary();
    int differing = 0;
    String first = "";
    for (int id = 0; id < model.pieces().size(); id++) {
      SentencePieceModel.Piece piece = model.pieces().get(id);
      if (piece.type() == TokenType.NORMAL && vocabulary.integer(piece.text()).orElse(-1L) != id) {
        differing++;
        first = first.isEmpty() ? piece.text() : first;
      }
    }
    if (differing > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "tokenizer.json has %d tokens of tokenizer.model not at all or with other ids, for"
                  + " example '%s': they are taken from tokenizer.model",
              differing,
              first));
    }
  }

  private void takeTokenizer() throws IOException {
    JsonObject model = tokenizer.orElseThrow().object("model").orElseThrow();
    String unknown = model.string("unk_token").orElse("");
    JsonObject vocabulary = vocabulary();
    for (String token : vocabulary.keys()) {
      TokenType type =
          token.equals(unknown)
              ? TokenType.UNKNOWN
              : ByteTokens.octet(token).isPresent() ? TokenType.BYTE : TokenType.NORMAL;
      table.put(vocabulary.integer(token).orElse(-1L), token, type);
    }
    MergeScores merges = new MergeScores(MergeList.read(model, file), table);
    merges.fill(scores);
    notes.addAll(merges.notes());
  }

  private JsonObject vocabulary() throws IOException {
    Optional<JsonObject> vocabulary =
        tokenizer.orElseThrow().object("model").orElseThrow().object("vocab");
    if (vocabulary.isEmpty()) {
      throw new ConvertException(file, "its model has no vocab");
    }
    return vocabulary.get();
  }

  /**
   * transformers names the byte token of a tab by the character itself in Gemma's tokenizer.json;
   * llama.cpp needs it as a byte.
   */
  private void requireBytes() throws ConvertException {
    List<String> tokens = table.tokens();
    for (int octet = 0; octet < ByteTokens.COUNT; octet++) {
      if (!tokens.contains(ByteTokens.name(octet))) {
        int id = octet < 0x80 ? tokens.indexOf(Character.toString(octet)) : -1;
        if (id < 0) {
          throw new ConvertException(
              file, "its vocabulary has no token " + ByteTokens.name(octet) + " for a byte");
        }
        table.put(id, ByteTokens.name(octet), TokenType.BYTE);
      }
    }
  }
}
