package io.rank1.models.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A small vocabulary as SentencePiece makes them: {@code <unk>}, {@code <s>} and {@code </s>}, the
 * 256 bytes, the pieces, and behind them what was added. So the first piece has the id {@value
 * #FIRST_PIECE}.
 *
 * @param pieces with U+2581 for blanks, all different; of two neighbours, those are merged first
 *     whose piece comes first
 * @param added tokens that no merging makes
 * @param blanks where a text gets a blank in front
 * @param files which files say all this
 */
public record PieceVocabulary(List<String> pieces, List<Added> added, Blanks blanks, Files files)
    implements CheckpointVocabulary {
  /** The id of the first piece. */
  public static final int FIRST_PIECE = 3 + 256;

  static final List<String> CONTROLS = List.of("<unk>", "<s>", "</s>");

  /**
   * A token behind the pieces.
   *
   * @param special whether it is a CONTROL token, rather than a USER_DEFINED one
   */
  public record Added(String text, boolean special) {}

  /** Where a text gets a blank in front; a run is what stands between two special tokens. */
  public enum Blanks {
    /** As tokenizers have it that are "legacy". */
    EACH_RUN,
    /** As those have it that are not. */
    FIRST_RUN,
    /** As Gemma has it. */
    NONE
  }

  /** Which files a checkpoint has of it. */
  public enum Files {
    /** {@code tokenizer.model} and the settings. */
    MODEL,
    /** {@code tokenizer.json}, as transformers makes it of the former, and the settings. */
    TOKENIZER,
    /** Both. */
    BOTH
  }

  /** Copies the lists. */
  public PieceVocabulary {
    pieces = List.copyOf(pieces);
    added = List.copyOf(added);
    Objects.requireNonNull(blanks, "blanks");
    Objects.requireNonNull(files, "files");
  }

  @Override
  public int bos() {
    return 1;
  }

  @Override
  public int eos() {
    return 2;
  }

  /** The number of tokens. */
  public int size() {
    return FIRST_PIECE + pieces.size() + added.size();
  }

  /**
   * The id of a piece, given with U+2581 for blanks, or of an added token.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int id(String text) {
    int id = tokens().indexOf(text);
    if (id < 0) {
      throw new IllegalArgumentException("no token: " + text);
    }
    return id;
  }

  /** All tokens by id. */
  List<String> tokens() {
    List<String> tokens = new ArrayList<>(CONTROLS);
    for (int octet = 0; octet < 256; octet++) {
      tokens.add(String.format(Locale.ROOT, "<0x%02X>", octet));
    }
    tokens.addAll(pieces);
    added.forEach(token -> tokens.add(token.text()));
    return tokens;
  }

  @Override
  public void write(Path folder, CheckpointFamily family) throws IOException {
    if (!family.hasPieces()) {
      throw new IllegalArgumentException(family + " has no vocabulary of pieces");
    }
    new PieceFiles(this).write(folder, family);
  }
}
