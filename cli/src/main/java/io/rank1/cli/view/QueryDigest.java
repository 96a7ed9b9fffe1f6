package io.rank1.cli.view;

import java.util.List;

/**
 * A query and the standings of its passages, without their texts.
 *
 * @param id the query's identity
 * @param name the qid, or {@code line N} after the first of its lines where there is none
 * @param query the query's text
 * @param standings the best first; the place in this list is the rank
 * @param chars how long the texts of all its lines in the file are
 */
record QueryDigest(QueryId id, String name, String query, List<Standing> standings, long chars) {

  /** What a person calls a query. */
  static String name(QueryId id, List<Standing> standings) {
    return switch (id.by()) {
      case QID -> id.text();
      case TEXT -> "line " + standings.stream().mapToLong(Standing::line).min().orElseThrow();
    };
  }
}
