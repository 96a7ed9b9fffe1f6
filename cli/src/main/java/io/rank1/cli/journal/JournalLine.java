package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;

/** What a journal keeps: a result that stands for its key. */
public sealed interface JournalLine permits JournalRecord, JournalCall {

  /** What the result belongs to. */
  Hash128 key();

  /** As one JSON object on one line, whose first fields are those that a scan reads. */
  String json();

  /**
   * What a scan tells of it.
   *
   * @param offset where its line begins, in bytes
   */
  JournalEntry at(long offset);
}
