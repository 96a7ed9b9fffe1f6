package io.rank1.cli.collection.run;

import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.RunLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers the lines of a run, which may come in any order, and ranks them. */
final class RankedRunBuilder {

  private final String name;
  private final Map<String, List<RunEntry>> topics = new LinkedHashMap<>();
  private final Map<String, String> docids = new HashMap<>(); // each identifier is kept once
  private final Examples contradicted = new Examples();

  /**
   * @param name the run's file, for messages
   */
  RankedRunBuilder(String name) {
    this.name = name;
  }

  /**
   * @throws IllegalArgumentException when an identifier is blank, or a number is none
   */
  void add(RunLine line) {
    if (line.qid().isBlank() || line.docid().isBlank()) {
      throw new IllegalArgumentException("an identifier is blank");
    }
    if (!Double.isFinite(line.score())) {
      throw new IllegalArgumentException("the score is beyond the largest number");
    }
    String docid = docids.computeIfAbsent(line.docid(), same -> same);
    topics
        .computeIfAbsent(line.qid(), unused -> new ArrayList<>())
        .add(new RunEntry(docid, line.score(), rank(line.rank()), Math.toIntExact(line.line())));
  }

  private static int rank(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the rank " + text + " is not a whole number", e);
    }
  }

  /**
   * @throws InputException when there is nothing, or a document comes twice for a topic
   */
  RankedRun build() throws InputException {
    if (topics.isEmpty()) {
      throw new InputException(name + ": no documents");
    }
    docids.clear();
    List<RankedTopic> ranked = new ArrayList<>();
    for (Map.Entry<String, List<RunEntry>> topic : topics.entrySet()) {
      ranked.add(rank(topic.getKey(), topic.getValue()));
      topic.setValue(List.of()); // not needed any more
    }
    return new RankedRun(name, ranked, notices(ranked.size()));
  }

  private RankedTopic rank(String qid, List<RunEntry> entries) throws InputException {
    long line = entries.get(0).line();
    requireDifferent(qid, entries);
    entries.sort(RunEntry.ORDER);
    List<Candidate> candidates = new ArrayList<>(entries.size());
    boolean contradicts = false;
    for (int i = 0; i < entries.size(); i++) {
      RunEntry entry = entries.get(i);
      contradicts |= i > 0 && entry.rank() < entries.get(i - 1).rank();
      candidates.add(new Candidate(entry.docid(), i + 1, entry.score()));
    }
    if (contradicts) {
      contradicted.add(qid);
    }
    return new RankedTopic(qid, line, candidates);
  }

  private void requireDifferent(String qid, List<RunEntry> entries) throws InputException {
    Map<String, Integer> lines = new HashMap<>();
    for (RunEntry entry : entries) {
      Integer other = lines.putIfAbsent(entry.docid(), entry.line());
      if (other != null) {
        throw InputException.at(
            name,
            entry.line(),
            String.format(
                Locale.ROOT,
                "document %s again for query %s, as in line %d; keep one of the two",
                entry.docid(),
                qid,
                other));
      }
    }
  }

  private List<String> notices(int count) {
    return contradicted.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%s: the ranks of %d of %d queries contradict the scores, which are followed %s",
                name,
                contradicted.count(),
                count,
                contradicted.shown()));
  }
}
