package io.rank1.cli.view;

import io.rank1.cli.input.InputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Queries of a file with their pairs, texts included. Only these are held in memory.
 *
 * @param facts what the file tells beside its pairs
 * @param queries the queries, in the order they were asked for
 */
public record Rankings(FileFacts facts, List<QueryRanking> queries) {

  public Rankings {
    Objects.requireNonNull(facts, "facts");
    queries = List.copyOf(queries);
  }

  /**
   * Reads one query: that of a qid or, where a table had no identifiers, that of a line in it. The
   * latter takes two passes.
   *
   * @throws InputException when a line is bad, or there is no such query
   */
  public static Rankings ofQuery(ResultFile file, String name) throws InputException {
    QueryId byQid = QueryId.ofQid(name);
    AtomicReference<QueryId> byLine = new AtomicReference<>();
    Wanted wanted = new Wanted(List.of(byQid));
    FileFacts facts =
        file.read(
            pair -> {
              wanted.take(pair);
              if (pair.query().by() == QueryId.By.TEXT && pair.standing().isCalled(name)) {
                byLine.set(pair.query());
              }
            });
    if (wanted.has(byQid)) {
      return new Rankings(facts, wanted.rankings());
    }
    if (byLine.get() != null) {
      return of(file, List.of(byLine.get()));
    }
    throw new InputException(file.name() + ": no pair of a query " + name);
  }

  /**
   * Reads the first queries of a file.
   *
   * @param catalogue what the file holds
   * @throws InputException when a line is bad
   */
  public static Rankings first(ResultFile file, Catalogue catalogue, int limit)
      throws InputException {
    return of(file, catalogue.queries().stream().limit(limit).map(QueryDigest::id).toList());
  }

  private static Rankings of(ResultFile file, Collection<QueryId> queries) throws InputException {
    Wanted wanted = new Wanted(queries);
    FileFacts facts = file.read(wanted::take);
    return new Rankings(facts, wanted.rankings());
  }

  /** The same with at most so many passages of each query. */
  public Rankings best(int limit) {
    return new Rankings(
        facts,
        queries.stream()
            .map(q -> new QueryRanking(q.name(), q.pairs().stream().limit(limit).toList()))
            .toList());
  }

  /** The length of all texts, in characters. */
  public long chars() {
    return queries.stream()
        .flatMap(query -> query.pairs().stream())
        .mapToLong(pair -> pair.texts().length())
        .sum();
  }

  private static final class Wanted {

    private final Map<QueryId, Latest<PairLine>> pairs = new LinkedHashMap<>();

    Wanted(Collection<QueryId> queries) {
      queries.forEach(query -> pairs.put(query, new Latest<>(PassJoin::join)));
    }

    void take(PairLine pair) {
      Optional.ofNullable(pairs.get(pair.query())).ifPresent(latest -> latest.add(pair, pair));
    }

    boolean has(QueryId query) {
      return !pairs.get(query).all().isEmpty();
    }

    List<QueryRanking> rankings() {
      return pairs.entrySet().stream()
          .filter(query -> has(query.getKey()))
          .map(query -> ranking(query.getKey(), query.getValue().all()))
          .toList();
    }

    private static QueryRanking ranking(QueryId id, List<PairLine> lines) {
      List<PairLine> sorted =
          lines.stream()
              .sorted(Comparator.comparing(PairLine::standing, RankingOrder.BEST_FIRST))
              .toList();
      List<Standing> standings = sorted.stream().map(PairLine::standing).toList();
      int[] firstPassRanks = RankingOrder.firstPassRanks(standings);
      List<RankedPair> ranked = new ArrayList<>();
      for (PairLine line : sorted) {
        int place = ranked.size();
        ranked.add(new RankedPair(place + 1, line.standing(), firstPassRanks[place], line.texts()));
      }
      return new QueryRanking(QueryDigest.name(id, standings), ranked);
    }
  }
}
