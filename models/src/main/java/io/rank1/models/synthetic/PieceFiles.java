package io.rank1.models.synthetic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the files of a {@link PieceVocabulary}: {@code tokenizer.model}, by SentencePiece's
 * sentencepiece_model.proto, and {@code tokenizer.json} as transformers makes it of that.
 */
record PieceFiles(PieceVocabulary vocabulary) {
  private static final String MARK = "\u2581";

  void write(Path folder, CheckpointFamily family) throws IOException {
    if (vocabulary.files() != PieceVocabulary.Files.TOKENIZER) {
      Files.write(folder.resolve("tokenizer.model"), model());
    }
    if (vocabulary.files() != PieceVocabulary.Files.MODEL) {
      try (OutputStream out = Files.newOutputStream(folder.resolve("tokenizer.json"));
          JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
        tokenizer(json, family);
      }
    }
    Files.writeString(folder.resolve("tokenizer_config.json"), settings());
  }

  private byte[] model() {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    List<String> tokens = vocabulary.tokens();
    int end = PieceVocabulary.FIRST_PIECE + vocabulary.pieces().size();
    for (int id = 0; id < end; id++) {
      ByteArrayOutputStream piece = new ByteArrayOutputStream();
      bytes(piece, 1, tokens.get(id).getBytes(StandardCharsets.UTF_8));
      piece.write(2 << 3 | 5);
      float score = id < PieceVocabulary.FIRST_PIECE ? 0 : PieceVocabulary.FIRST_PIECE - id;
      piece.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, score).array());
      TokenType type =
          id == 0
              ? TokenType.UNKNOWN
              : id < 3
                  ? TokenType.CONTROL
                  : id < PieceVocabulary.FIRST_PIECE ? TokenType.BYTE : TokenType.NORMAL;
      number(piece, 3, type.id());
      bytes(model, 1, piece.toByteArray());
    }
    ByteArrayOutputStream trainer = new ByteArrayOutputStream();
    number(trainer, 3, 2); // BPE
    number(trainer, 4, end);
    number(trainer, 35, 1); // byte_fallback
    bytes(model, 2, trainer.toByteArray());
    ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
    bytes(normalizer, 1, "identity".getBytes(StandardCharsets.UTF_8));
    number(normalizer, 3, vocabulary.blanks() == PieceVocabulary.Blanks.NONE ? 0 : 1);
    number(normalizer, 4, 0); // remove_extra_whitespaces
    bytes(model, 3, normalizer.toByteArray());
    return model.toByteArray();
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, field << 3 | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void number(ByteArrayOutputStream out, int field, int value) {
    varint(out, field << 3);
    varint(out, value);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private void tokenizer(JsonGenerator json, CheckpointFamily family) {
    json.writeStartObject();
    json.writeStringProperty("version", "1.0");
    json.writeName("added_tokens").writeStartArray();
    for (int id = 0; id < PieceVocabulary.CONTROLS.size(); id++) {
      added(json, id, PieceVocabulary.CONTROLS.get(id), true);
    }
    int next = PieceVocabulary.FIRST_PIECE + vocabulary.pieces().size();
    for (PieceVocabulary.Added token : vocabulary.added()) {
      added(json, next++, token.text(), token.special());
    }
    json.writeEndArray();
    blanks(json);
    json.writeName("model").writeStartObject();
    json.writeStringProperty("type", "BPE");
    json.writeStringProperty("unk_token", PieceVocabulary.CONTROLS.get(0));
    json.writeBooleanProperty("fuse_unk", true);
    json.writeBooleanProperty("byte_fallback", true);
    json.writeName("vocab").writeStartObject();
    List<String> tokens = vocabulary.tokens();
    for (int id = 0; id < next - vocabulary.added().size(); id++) {
      // transformers has the character in the place of this one byte
      boolean tab = family == CheckpointFamily.GEMMA && tokens.get(id).equals("<0x09>");
      json.writeNumberProperty(tab ? "\t" : tokens.get(id), id);
    }
    json.writeEndObject();
    json.writeName("merges").writeStartArray();
    vocabulary.pieces().forEach(piece -> merges(json, piece));
    json.writeEndArray().writeEndObject().writeEndObject();
  }

  private static void added(JsonGenerator json, int id, String text, boolean special) {
    json.writeStartObject().writeNumberProperty("id", id);
    json.writeStringProperty("content", text);
    json.writeBooleanProperty("normalized", false);
    json.writeBooleanProperty("special", special).writeEndObject();
  }

  private void merges(JsonGenerator json, String piece) {
    for (int at = 1; at < piece.length(); at++) {
      String left = piece.substring(0, at);
      String right = piece.substring(at);
      if (vocabulary.pieces().contains(left) && vocabulary.pieces().contains(right)) {
        json.writeString(left + " " + right);
      }
    }
  }

  private void blanks(JsonGenerator json) {
    boolean first = vocabulary.blanks() == PieceVocabulary.Blanks.FIRST_RUN;
    json.writeName("normalizer");
    if (first) {
      json.writeNull();
    } else {
      json.writeStartObject().writeStringProperty("type", "Sequence");
      json.writeName("normalizers").writeStartArray();
      if (vocabulary.blanks() == PieceVocabulary.Blanks.EACH_RUN) {
        json.writeStartObject().writeStringProperty("type", "Prepend");
        json.writeStringProperty("prepend", MARK).writeEndObject();
      }
      json.writeStartObject().writeStringProperty("type", "Replace");
      json.writeName("pattern").writeStartObject();
      json.writeStringProperty("String", " ").writeEndObject();
      json.writeStringProperty("content", MARK).writeEndObject();
      json.writeEndArray().writeEndObject();
    }
    json.writeName("pre_tokenizer");
    if (first) {
      json.writeStartObject().writeStringProperty("type", "Metaspace");
      json.writeStringProperty("replacement", MARK);
      json.writeStringProperty("prepend_scheme", "first");
      json.writeBooleanProperty("split", false).writeEndObject();
    } else {
      json.writeNull();
    }
  }

  private String settings() {
    StringJoiner added = new StringJoiner(", ");
    int id = PieceVocabulary.FIRST_PIECE + vocabulary.pieces().size();
    for (PieceVocabulary.Added token : vocabulary.added()) {
      added.add(
          String.format(
              Locale.ROOT,
              "\"%d\": {\"content\": \"%s\", \"special\": %s}",
              id++,
              token.text(),
              token.special()));
    }
    return String.format(
        Locale.ROOT,
        """
        {"bos_token": "<s>", "eos_token": {"content": "</s>"}, "unk_token": "<unk>",
         "add_bos_token": true, "legacy": %s, "added_tokens_decoder": {%s}}
        """,
        vocabulary.blanks() != PieceVocabulary.Blanks.FIRST_RUN,
        added);
  }
}
