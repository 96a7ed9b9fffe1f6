package io.rank1.cli;

import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.nio.charset.StandardCharsets;

/** Each byte is a token, and none is special. */
final class ByteVocabulary implements Tokenizer {

  @Override
  public int[] encode(SegmentedText text) {
    byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return tokens;
  }

  @Override
  public int[] encodeContinuation(SegmentedText text) {
    return encode(text);
  }

  @Override
  public byte[] piece(int token) {
    return new byte[] {(byte) token};
  }

  @Override
  public boolean isSpecial(int token) {
    return false;
  }

  @Override
  public boolean endsText(int token) {
    return false;
  }
}
