package io.rank1.core.engine;

import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SpecialTokenFinder;
import io.rank1.core.prompt.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Bytes as tokens, and a few longer ones above them, so that text can split and merge. */
public class FakeTokenizer implements Tokenizer {

  static final int END_OF_TEXT = 256;
  static final int CONTROL = 257;
  static final int FIRST_PIECE = 258;

  /** Longest first; what {@link #encode} merges is marked by its place before MERGED_BY_ENCODE. */
  private static final String[] PIECES = {
    " false", " true", "think", ">\n", "</", "> true", " tr", "</think>", "</think>\n", "<think>"
  };

  private static final int MERGED_BY_ENCODE = 5;

  private final Map<String, Integer> special;
  private final SpecialTokenFinder finder;

  /** Without special tokens of a text, so that markers are spelled. */
  public FakeTokenizer() {
    this(Map.of());
  }

  private FakeTokenizer(Map<String, Integer> special) {
    this.special = special;
    this.finder = new SpecialTokenFinder(special);
  }

  /** With rank1's markers as special tokens. */
  public static FakeTokenizer withMarkers() {
    return new FakeTokenizer(Map.of("<think>", piece("<think>"), "</think>", piece("</think>")));
  }

  static int piece(String text) {
    for (int i = 0; i < PIECES.length; i++) {
      if (PIECES[i].equals(text)) {
        return FIRST_PIECE + i;
      }
    }
    throw new IllegalArgumentException(text);
  }

  @Override
  public int[] encode(SegmentedText text) {
    return finder.divide(text).stream()
        .flatMapToInt(
            part ->
                part instanceof SpecialTokenFinder.Token token
                    ? IntStream.of(token.id())
                    : IntStream.of(encode(((SpecialTokenFinder.Run) part).text())))
        .toArray();
  }

  @Override
  public int[] encodeContinuation(SegmentedText text) {
    return encode(text);
  }

  @Override
  public boolean isSpecial(int token) {
    return special.containsValue(token);
  }

  private static int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Integer> tokens = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int merged = mergedAt(bytes, at);
      if (merged < 0) {
        tokens.add(bytes[at++] & 0xFF);
      } else {
        tokens.add(FIRST_PIECE + merged);
        at += PIECES[merged].length();
      }
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int mergedAt(byte[] bytes, int at) {
    for (int i = 0; i < MERGED_BY_ENCODE; i++) {
      byte[] piece = PIECES[i].getBytes(StandardCharsets.US_ASCII);
      if (at + piece.length <= bytes.length
          && java.util.Arrays.equals(bytes, at, at + piece.length, piece, 0, piece.length)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public byte[] piece(int token) {
    if (token < 256) {
      return new byte[] {(byte) token};
    }
    return token < FIRST_PIECE
        ? new byte[0]
        : PIECES[token - FIRST_PIECE].getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean endsText(int token) {
    return token == END_OF_TEXT;
  }

  String decode(int[] tokens) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (int token : tokens) {
      out.writeBytes(piece(token));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
