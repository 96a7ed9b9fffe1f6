package io.rank1.cli.collection.run;

import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.WholeNumber;
import io.rank1.cli.trec.Repeats;
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
  private final Repeats repeats = new Repeats();

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
    return text.isEmpty() ? 0 : WholeNumber.parse("rank", text);
  }

  /**
   * @throws InputException when there is nothing, or a document comes twice for a topic, with
   *     different scores or ranks
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

  private RankedTopic rank(String qid, List<RunEntry> lines) throws InputException {
    long line = lines.get(0).line();
    List<RunEntry> entries = distinct(qid, lines);
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

  /** Without lines that say the same again; those that say something else are refused. */
  private List<RunEntry> distinct(String qid, List<RunEntry> entries) throws InputException {
    List<RunEntry> distinct = new ArrayList<>(entries.size());
    Map<String, RunEntry> first = new HashMap<>();
    for (RunEntry entry : entries) {
      RunEntry other = first.putIfAbsent(entry.docid(), entry);
      if (other == null) {
        distinct.add(entry);
      } else if (other.score() == entry.score() && other.rank() == entry.rank()) {
        repeats.add(qid, entry.docid());
      } else {
        throw InputException.at(
            name,
            entry.line(),
            String.format(
                Locale.ROOT,
                "document %s again for query %s, otherwise than in line %d; keep one of the two",
                entry.docid(),
                qid,
                other.line()));
      }
    }
    return distinct;
  }

  private List<String> notices(int count) {
    List<String> notices = new ArrayList<>(repeats.notes(name));
    if (!contradicted.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: the ranks of %d of %d queries contradict the scores, which are followed %s",
              name,
              contradicted.count(),
              count,
              contradicted.shown()));
    }
    return notices;
  }
}
