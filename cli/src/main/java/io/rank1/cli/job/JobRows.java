package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.ResultRow;
import io.rank1.cli.results.ResultRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The rows of a finished job, made as they are written: the input is read again for the names. Only
 * the rankings of a table whose queries are mixed up are made all at once.
 */
final class JobRows {

  private static final int AT_ONCE = 1024;

  private final JobInput input;
  private final JobPlan plan;
  private final RowMaker maker;

  /** Makes the row of a pair; is asked for them in the order of the input. */
  @FunctionalInterface
  interface RowMaker {
    ResultRow row(PairPlace place, int index);
  }

  JobRows(JobInput input, JobPlan plan, RowMaker maker) {
    this.input = input;
    this.plan = plan;
    this.maker = maker;
  }

  ResultRows rows() {
    return switch (input.kind()) {
      case TABLE ->
          ResultRows.ofTable(
              () -> new Pieces((row, piece) -> piece.size() < AT_ONCE),
              plan.isGrouped()
                  ? () -> new Pieces((row, piece) -> qid(row).equals(qid(piece.get(0))))
                  : () -> byQuery().values().iterator());
      case RANKINGS -> ResultRows.ofRankings(this::rankings);
    };
  }

  private Map<String, List<ResultRow>> byQuery() {
    Map<String, List<ResultRow>> queries = new LinkedHashMap<>();
    Rows rows = new Rows();
    while (rows.hasNext()) {
      ResultRow row = rows.next();
      queries.computeIfAbsent(qid(row), unused -> new ArrayList<>()).add(row);
    }
    return queries;
  }

  private Iterator<List<ResultRow>> rankings() {
    Rows rows = new Rows();
    return input.qids().stream().map(qid -> ranking(qid, rows)).iterator();
  }

  private List<ResultRow> ranking(String qid, Rows rows) {
    List<ResultRow> ranking = new ArrayList<>();
    while (rows.hasNext() && qid(rows.peek()).equals(qid)) {
      ranking.add(rows.next());
    }
    for (PairPlace place : input.unscored(qid)) {
      ranking.add(new ResultRow(place, Optional.empty()));
    }
    return ranking;
  }

  private static String qid(ResultRow row) {
    return row.place().ids().orElseThrow().qid();
  }

  /** Whether a row belongs to the piece that was begun. */
  @FunctionalInterface
  private interface Membership {
    boolean of(ResultRow row, List<ResultRow> piece);
  }

  private final class Pieces implements Iterator<List<ResultRow>> {

    private final Rows rows = new Rows();
    private final Membership membership;

    Pieces(Membership membership) {
      this.membership = membership;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public List<ResultRow> next() {
      List<ResultRow> piece = new ArrayList<>(List.of(rows.next()));
      while (rows.hasNext() && membership.of(rows.peek(), piece)) {
        piece.add(rows.next());
      }
      return piece;
    }
  }

  /** All pairs, in the order of the input, which is closed at its end. */
  private final class Rows implements Iterator<ResultRow> {

    private final JobInput.Places places;
    private int index;
    private ResultRow ahead;

    Rows() {
      try {
        places = input.places();
      } catch (InputException e) {
        throw CommandException.usage(e.getMessage());
      }
    }

    @Override
    public boolean hasNext() {
      return index < plan.size();
    }

    ResultRow peek() {
      if (ahead == null) {
        try {
          PairPlace place = places.next().orElseThrow(PairFlow::changed);
          ahead = maker.row(place, index);
          if (index == plan.size() - 1) {
            places.close();
          }
        } catch (InputException e) {
          throw CommandException.usage(e.getMessage());
        }
      }
      return ahead;
    }

    @Override
    public ResultRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ResultRow row = peek();
      ahead = null;
      index++;
      return row;
    }
  }
}
