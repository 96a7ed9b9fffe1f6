package io.rank1.cli.input;

import io.rank1.core.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** How often something occurred, and the first few of it, for a message. */
public final class Examples {

  private static final int SHOWN = 3;

  private final List<String> first = new ArrayList<>();
  private long count;

  /** One more. */
  public void add(String example) {
    if (first.size() < SHOWN) {
      first.add(PlainText.line(example));
    }
    count++;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public long count() {
    return count;
  }

  /** The count with its noun: {@code 1 line}, {@code 2 lines}. */
  public String counted(String singular, String plural) {
    return count + " " + (count == 1 ? singular : plural);
  }

  /** The first few, in parentheses. */
  public String shown() {
    return "(" + String.join(", ", first) + (count > SHOWN ? ", ..." : "") + ")";
  }
}
