package io.rank1.cli.collection.corpus;

import java.util.List;
import java.util.Objects;

/**
 * What was taken out of a corpus.
 *
 * @param documents the documents asked for, as far as they are in it
 * @param notices what was odd, one line each
 */
public record Corpus(Documents documents, List<String> notices) {

  /** Copies the notices. */
  public Corpus {
    Objects.requireNonNull(documents, "documents");
    notices = List.copyOf(notices);
  }
}
