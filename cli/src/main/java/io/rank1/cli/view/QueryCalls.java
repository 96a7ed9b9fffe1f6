package io.rank1.cli.view;

import io.rank1.cli.input.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The queries of a file of calls with their calls.
 *
 * @param facts what else the file tells
 * @param queries the calls by qid, in the order of the file; none of a query is empty
 */
public record QueryCalls(FileFacts facts, Map<String, List<CallLine>> queries) {

  /**
   * Reads a file through.
   *
   * @param wanted which queries are kept, by their qid
   * @throws InputException when a line is bad
   */
  public static QueryCalls of(ResultFile file, Predicate<String> wanted) throws InputException {
    Map<String, List<CallLine>> queries = new LinkedHashMap<>();
    FileFacts facts =
        file.readCalls(
            call -> {
              if (wanted.test(call.qid())) {
                queries.computeIfAbsent(call.qid(), qid -> new ArrayList<>()).add(call);
              }
            });
    return new QueryCalls(facts, queries);
  }

  /**
   * Reads one query.
   *
   * @throws InputException when a line is bad, or there is no such query
   */
  public static QueryCalls ofQuery(ResultFile file, String qid) throws InputException {
    QueryCalls found = of(file, qid::equals);
    if (found.queries().isEmpty()) {
      throw new InputException(file.name() + ": no call of a query " + qid);
    }
    return found;
  }

  /**
   * Reads the first queries.
   *
   * @throws InputException when a line is bad
   */
  public static QueryCalls first(ResultFile file, int limit) throws InputException {
    Set<String> qids = new HashSet<>();
    return of(
        file,
        qid -> {
          if (qids.size() < limit) {
            qids.add(qid);
          }
          return qids.contains(qid);
        });
  }

  /** The length of all texts, in characters. */
  public long chars() {
    return queries.values().stream().flatMap(List::stream).mapToLong(CallLine::length).sum();
  }
}
