package io.rank1.cli.job;

import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.ResultRow;
import io.rank1.cli.results.ResultRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a finished job; those of rankings are made query by query, as they are written. */
final class JobRows {

  private final JobInput input;
  private final JobPlan plan;
  private final JobResults results;

  JobRows(JobInput input, JobPlan plan, JobResults results) {
    this.input = input;
    this.plan = plan;
    this.results = results;
  }

  ResultRows rows() {
    return switch (input.kind()) {
      case TABLE -> ResultRows.ofTable(plan.pairs().stream().map(this::row).toList());
      case RANKINGS -> {
        Map<String, List<PlannedPair>> scored = byQuery();
        yield ResultRows.ofRankings(() -> rankings(scored));
      }
    };
  }

  private ResultRow row(PlannedPair pair) {
    return new ResultRow(pair.place(), results.find(pair));
  }

  private Map<String, List<PlannedPair>> byQuery() {
    Map<String, List<PlannedPair>> queries = new HashMap<>();
    for (PlannedPair pair : plan.pairs()) {
      String qid = pair.place().ids().orElseThrow().qid();
      queries.computeIfAbsent(qid, unused -> new ArrayList<>()).add(pair);
    }
    return queries;
  }

  private Iterator<List<ResultRow>> rankings(Map<String, List<PlannedPair>> scored) {
    return input.qids().stream().map(qid -> rows(qid, scored)).iterator();
  }

  private List<ResultRow> rows(String qid, Map<String, List<PlannedPair>> scored) {
    List<ResultRow> rows = new ArrayList<>();
    for (PlannedPair pair : scored.getOrDefault(qid, List.of())) {
      rows.add(row(pair));
    }
    for (PairPlace place : input.unscored(qid)) {
      rows.add(new ResultRow(place, Optional.empty()));
    }
    return rows;
  }
}
