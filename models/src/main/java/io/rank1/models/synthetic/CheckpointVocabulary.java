package io.rank1.models.synthetic;

import java.io.IOException;
import java.nio.file.Path;

/** A vocabulary that a made-up checkpoint can have. */
public sealed interface CheckpointVocabulary permits Vocabulary, PieceVocabulary {

  /** The id of the token that begins a text. */
  int bos();

  /** The id of the token that ends a text. */
  int eos();

  /**
   * Writes the tokenizer's files as Hugging Face has them.
   *
   * @throws IllegalArgumentException if the family has vocabularies of another kind
   * @throws IOException if writing fails
   */
  void write(Path folder, CheckpointFamily family) throws IOException;
}
