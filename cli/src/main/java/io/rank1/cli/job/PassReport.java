package io.rank1.cli.job;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one pass of several has done.
 *
 * @param name what it is called
 * @param pairs that have a result in it, and in the second pass are asked for
 * @param failures those without a score
 * @param promptTokens of these pairs
 * @param completionTokens of these pairs
 * @param certainty the least of all queries, where that decided how many pairs there were
 */
record PassReport(
    String name,
    int pairs,
    int failures,
    long promptTokens,
    long completionTokens,
    OptionalDouble certainty) {

  PassReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(certainty, "certainty");
  }

  String line() {
    String words =
        String.format(
            Locale.ROOT,
            "%s pass: %d pairs, %d of them failed; %d prompt tokens, %d generated",
            name,
            pairs,
            failures,
            promptTokens,
            completionTokens);
    return certainty.isPresent()
        ? words
            + String.format(
                Locale.ROOT,
                "; the top is stable with at least %.1f %% certainty in every query",
                Math.floor(1000 * certainty.getAsDouble()) / 10)
        : words;
  }
}
