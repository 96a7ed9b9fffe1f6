package io.rank1.cli.view;

import io.rank1.cli.input.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a file holds, without the texts of its passages: about 250 bytes a pair.
 *
 * @param facts what the file tells beside its pairs
 * @param queries every query, in the order of the file
 */
public record Catalogue(FileFacts facts, List<QueryDigest> queries) {

  public Catalogue {
    Objects.requireNonNull(facts, "facts");
    queries = List.copyOf(queries);
  }

  /**
   * Reads a file through.
   *
   * @throws InputException when a line is bad, or there is no pair
   */
  public static Catalogue of(ResultFile file) throws InputException {
    Map<QueryId, Gathered> gathered = new LinkedHashMap<>();
    FileFacts facts =
        file.read(
            pair ->
                gathered
                    .computeIfAbsent(pair.query(), id -> new Gathered(pair.texts().query()))
                    .add(pair));
    return new Catalogue(
        facts, gathered.entrySet().stream().map(e -> e.getValue().digest(e.getKey())).toList());
  }

  /** The length of all texts of the first queries, in characters. */
  public long chars(int limit) {
    return queries.stream().limit(limit).mapToLong(QueryDigest::chars).sum();
  }

  private static final class Gathered {

    private final String query;
    private final Latest<Standing> standings = new Latest<>(PassJoin::join);
    private long chars;

    Gathered(String query) {
      this.query = query;
    }

    void add(PairLine pair) {
      standings.add(pair, pair.standing());
      chars += pair.texts().length();
    }

    QueryDigest digest(QueryId id) {
      List<Standing> sorted = standings.all().stream().sorted(RankingOrder.BEST_FIRST).toList();
      return new QueryDigest(id, QueryDigest.name(id, sorted), query, sorted, chars);
    }
  }
}
