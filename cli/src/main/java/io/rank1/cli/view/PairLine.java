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
 * @param firstModel the name of the one of the first pass, where that is another
 * @param runtime what ran it, likewise
 */
record PairLine(
    QueryId query,
    Standing standing,
    PairTexts texts,
    Optional<String> key,
    Optional<String> model,
    Optional<String> firstModel,
    Optional<String> runtime)
    implements ResultLine {

  PairLine {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(texts, "texts");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(firstModel, "firstModel");
    Objects.requireNonNull(runtime, "runtime");
  }

  /**
   * What a later line of the same query replaces this one by. A journal may hold a document again,
   * with the same key when it was retried and another when its text changed or another pass judged
   * it; tables without identifiers have the key alone, and for two passes the texts. Outputs hold
   * what was asked for, as often as it was.
   */
  Optional<String> replacedBy() {
    return key.map(
        k -> standing.docid().orElseGet(() -> standing.passes().isEmpty() ? k : asked()));
  }

  private String asked() {
    return texts.instruction() + "\n" + texts.passage();
  }

  PairLine with(Standing other) {
    return new PairLine(query, other, texts, key, model, firstModel, runtime);
  }
}
