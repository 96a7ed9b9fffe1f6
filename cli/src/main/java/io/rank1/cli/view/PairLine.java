package io.rank1.cli.view;

import java.util.Objects;
import java.util.Optional;

/**
 * A pair and its result, as a line of a job's file tells them.
 *
 * @param query the query it belongs to
 * @param standing what decides its place
 * @param texts the rest
 * @param key its key in the journal, unless it comes from an output
 * @param model the model's name, where the line tells it
 * @param runtime what ran it, likewise
 */
record PairLine(
    QueryId query,
    Standing standing,
    PairTexts texts,
    Optional<String> key,
    Optional<String> model,
    Optional<String> runtime)
    implements ResultLine {

  PairLine {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(texts, "texts");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(runtime, "runtime");
  }

  /**
   * What a later line of the same query replaces this one by. A journal may hold a document again,
   * with the same key when it was retried and another when its text changed; tables without
   * identifiers have the key alone. Outputs hold what was asked for, as often as it was.
   */
  Optional<String> replacedBy() {
    return key.map(k -> standing.docid().orElse(k));
  }
}
