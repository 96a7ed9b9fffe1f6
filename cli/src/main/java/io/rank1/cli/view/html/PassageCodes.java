package io.rank1.cli.view.html;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.journal.Finish;
import io.rank1.cli.view.QueryRanking;
import io.rank1.cli.view.RankedPair;
import io.rank1.cli.view.Rankings;
import io.rank1.cli.view.Standing;
import io.rank1.core.cascade.Pass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the filters of a page ask of a passage as one character each: the place of its kind among
 * all kinds that the page has, counted from {@code 'A'} on. So an index is a character per passage,
 * however many finish reasons there come to be.
 */
final class PassageCodes {

  private static final char FIRST = 'A';

  /** Characters up to the halves of surrogate pairs. */
  private static final int MOST = Character.MIN_SURROGATE - FIRST;

  private final Map<Kind, Character> codes = new LinkedHashMap<>();

  /** The label, in the page's words. */
  enum Answer {
    TRUE,
    FALSE,
    NONE
  }

  /** What passages have in common that the filters by choice cannot tell apart. */
  record Kind(Answer answer, Optional<Finish> finish, Optional<Pass> decidedBy) {

    static Kind of(Standing standing) {
      Answer scored = standing.isRelevant() ? Answer.TRUE : Answer.FALSE;
      return new Kind(
          standing.relevance().isPresent() ? scored : Answer.NONE,
          standing.finish(),
          standing.decidedBy());
    }
  }

  /**
   * @throws CommandException when there are more kinds than characters
   */
  PassageCodes(Rankings rankings) {
    for (QueryRanking query : rankings.queries()) {
      for (RankedPair pair : query.pairs()) {
        codes.computeIfAbsent(Kind.of(pair.standing()), kind -> (char) (FIRST + codes.size()));
      }
    }
    if (codes.size() > MOST) {
      throw CommandException.usage("too many finish reasons for a page");
    }
  }

  /** All kinds, in the order of their characters. */
  Set<Kind> kinds() {
    return codes.keySet();
  }

  /** All finish reasons that occur, in their order. */
  SortedSet<Finish> finishes() {
    SortedSet<Finish> finishes = new TreeSet<>();
    kinds().forEach(kind -> kind.finish().ifPresent(finishes::add));
    return finishes;
  }

  /** A query's passages, the best first. */
  String of(QueryRanking query) {
    StringBuilder text = new StringBuilder();
    query.pairs().forEach(pair -> text.append(codes.get(Kind.of(pair.standing())).charValue()));
    return text.toString();
  }
}
