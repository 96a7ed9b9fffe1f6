package io.rank1.cli.trec;

import io.rank1.cli.input.Examples;
import java.util.List;
import java.util.Locale;

/**
 * Lines that say what another one said, word for word: they count once, as in every reader that
 * keeps values by topic and document, and are told of.
 */
public final class Repeats {

  private final Examples documents = new Examples();

  /** One more. */
  public void add(String qid, String docid) {
    documents.add(docid + " of " + qid);
  }

  /**
   * What there is to tell: one line, or none.
   *
   * @param name the file
   */
  public List<String> notes(String name) {
    return documents.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%s: lines that repeat another, counted once: %d %s",
                name,
                documents.count(),
                documents.shown()));
  }
}
