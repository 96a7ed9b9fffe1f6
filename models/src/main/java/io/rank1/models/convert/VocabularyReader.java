package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the vocabulary of a checkpoint: {@code tokenizer.json}, if its model is BPE of bytes, or
 * SentencePiece's, with or without a {@code tokenizer.model}.
 */
final class VocabularyReader {
  static final String FILE = "tokenizer.json";

  private VocabularyReader() {}

  /**
   * Reads the vocabulary of a checkpoint.
   *
   * @param config config.json
   * @param size rows of the embedding; ids without a token become unused tokens
   * @throws IOException if a file is missing or damaged, or the tokenizer is of another kind
   */
  static ConvertedVocabulary read(Path folder, JsonObject config, int size) throws IOException {
    Optional<JsonObject> tokenizer = AddedTokens.file(folder, FILE);
    if (tokenizer.isEmpty()) {
      if (!Files.exists(folder.resolve(SentencePieceModel.FILE))) {
        throw new ConvertException(
            folder, "it has no " + FILE + ", and no " + SentencePieceModel.FILE);
      }
      return new PieceReader(folder, tokenizer, size).read(config);
    }
    Optional<JsonObject> model = tokenizer.get().object("model");
    if (model.isEmpty()) {
      throw new ConvertException(tokenizer.get().file(), "it describes no model");
    }
    return model.get().bool("byte_fallback").orElse(false)
        ? new PieceReader(folder, tokenizer, size).read(config)
        : new ByteLevelReader(tokenizer.get(), model.get(), size).read(folder, config);
  }
}
