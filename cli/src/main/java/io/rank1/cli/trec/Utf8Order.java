package io.rank1.cli.trec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The order of texts as UTF-8 bytes, which is strcmp's, and so that of trec_eval. Java's own order
 * of strings differs where characters lie beyond U+FFFF.
 */
public enum Utf8Order implements Comparator<String> {
  ASCENDING;

  @Override
  public int compare(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
