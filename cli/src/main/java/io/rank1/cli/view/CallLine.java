package io.rank1.cli.view;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A call about a list, as a line of a job's file tells it.
 *
 * @param qid the query for which it was asked
 * @param query its text
 * @param docids the documents of the list, in the order in which they were shown
 * @param answer what the model wrote; empty where logits were read
 * @param logits what was read, by document; empty where the model wrote
 * @param read what the answer was taken for: an order, a pick, values, or nothing
 * @param order the documents, best first, as far as the answer tells
 * @param values a number per document, where the answer gives them
 * @param fallbacks the rules that were needed to read it
 * @param completionTokens tokens that the model wrote
 * @param truncated whether the passages were shortened to fit
 */
public record CallLine(
    String qid,
    String query,
    List<String> docids,
    Optional<String> answer,
    List<String> logits,
    String read,
    List<String> order,
    List<String> values,
    List<String> fallbacks,
    int completionTokens,
    boolean truncated)
    implements ResultLine {

  /** What only such lines have. */
  static final String MARK = "docids";

  public CallLine {
    Objects.requireNonNull(qid, "qid");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(read, "read");
    docids = List.copyOf(docids);
    logits = List.copyOf(logits);
    order = List.copyOf(order);
    values = List.copyOf(values);
    fallbacks = List.copyOf(fallbacks);
  }

  static CallLine of(LineFields fields) throws BadLineException {
    return new CallLine(
        required(fields, "qid"),
        required(fields, "query"),
        fields.texts(MARK),
        fields.text("answer"),
        fields.texts("logits"),
        required(fields, "read"),
        fields.texts("order"),
        fields.texts("values"),
        fields.texts("fallbacks"),
        fields.count("completion_tokens", 0),
        fields.flag("truncated"));
  }

  private static String required(LineFields fields, String name) throws BadLineException {
    return fields
        .text(name)
        .orElseThrow(
            () ->
                new BadLineException(
                    BadLineException.Fault.BAD_FIELD, "there is no field " + name));
  }

  /** The length of its texts, in characters. */
  public long length() {
    return query.length() + answer.map(String::length).orElse(0);
  }
}
