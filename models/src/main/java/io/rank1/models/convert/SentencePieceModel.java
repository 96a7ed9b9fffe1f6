package io.rank1.models.convert;

import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@code tokenizer.model} says: a message {@code ModelProto} of SentencePiece's
 * sentencepiece_model.proto, of which a few fields are read.
 *
 * @param pieces by id
 * @param addsBlank whether a text gets a blank in front
 */
record SentencePieceModel(List<Piece> pieces, boolean addsBlank) {
  static final String FILE = "tokenizer.model";

  private static final long MAX_BYTES = 256L << 20;
  private static final int BPE = 2; // TrainerSpec.ModelType

  /**
   * One token.
   *
   * @param text with U+2581 for blanks
   * @param score of two neighbours, those are merged first whose piece has the highest one
   */
  record Piece(String text, float score, TokenType type) {}

  SentencePieceModel {
    pieces = List.copyOf(pieces);
  }

  /**
   * Reads the file, and refuses what llama.cpp's tokenizer "llama" does in another way.
   *
   * @throws IOException if it cannot be read, is damaged, or of another kind; the message is one
   *     line
   */
  static SentencePieceModel read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ConvertException(file, "it has more than 256 MiB");
    }
    List<Piece> pieces = new ArrayList<>();
    Trainer trainer = new Trainer();
    Normalizer normalizer = new Normalizer();
    ProtobufReader model = new ProtobufReader(file, ByteBuffer.wrap(Files.readAllBytes(file)));
    while (model.next()) {
      switch (model.field()) {
        case 1 -> pieces.add(piece(file, new ProtobufReader(file, model.bytes())));
        case 2 -> trainer.read(new ProtobufReader(file, model.bytes()));
        case 3 -> normalizer.read(new ProtobufReader(file, model.bytes()));
        default -> {
          // self tests, and what undoes the normalizer
        }
      }
    }
    require(file, !pieces.isEmpty(), "it has no pieces: is it a model of SentencePiece?");
    require(
        file,
        trainer.type == BPE,
        "it is of the type " + trainer.type + "; supported is BPE, which is 2");
    require(file, trainer.fallsBackToBytes, "it has no byte_fallback, which is not supported");
    require(file, !trainer.blanksBehind, "it puts blanks behind words, which is not supported");
    require(
        file,
        normalizer.escapes && !normalizer.removesBlanks && !normalizer.maps,
        "its normalizer changes texts, which llama.cpp does not");
    return new SentencePieceModel(pieces, normalizer.addsBlank);
  }

  private static Piece piece(Path file, ProtobufReader in) throws IOException {
    String text = "";
    float score = 0;
    long type = TokenType.NORMAL.id();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> text = in.text();
        case 2 -> score = in.floating();
        case 3 -> type = in.number();
        default -> {
          // there is no other
        }
      }
    }
    long id = type;
    TokenType known =
        Arrays.stream(TokenType.values())
            .filter(t -> t.id() == id) // the numbers of SentencePiece.Type and of llama.h
            .findFirst()
            .orElseThrow(
                () ->
                    new ConvertException(
                        file, String.format(Locale.ROOT, "a piece has the type %d", id)));
    require(file, !text.isEmpty(), "a piece has no text");
    require(file, Float.isFinite(score), "the score of '" + text + "' is no finite number");
    return new Piece(text, score, known);
  }

  private static void require(Path file, boolean holds, String rule) throws ConvertException {
    if (!holds) {
      throw new ConvertException(file, rule);
    }
  }

  /** {@code TrainerSpec}, with its defaults. */
  private static final class Trainer {
    long type = 1;
    boolean blanksBehind;
    boolean fallsBackToBytes;

    void read(ProtobufReader in) throws IOException {
      while (in.next()) {
        switch (in.field()) {
          case 3 -> type = in.number();
          case 24 -> blanksBehind = in.flag();
          case 35 -> fallsBackToBytes = in.flag();
          default -> {
            // how it was trained
          }
        }
      }
    }
  }

  /** {@code NormalizerSpec}, with its defaults. */
  private static final class Normalizer {
    boolean maps;
    boolean addsBlank = true;
    boolean removesBlanks = true;
    boolean escapes = true;

    void read(ProtobufReader in) throws IOException {
      while (in.next()) {
        switch (in.field()) {
          case 2 -> maps = in.bytes().hasRemaining();
          case 3 -> addsBlank = in.flag();
          case 4 -> removesBlanks = in.flag();
          case 5 -> escapes = in.flag();
          default -> {
            // its name
          }
        }
      }
    }
  }
}
