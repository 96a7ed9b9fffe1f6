package io.rank1.cli.collection.topics;

import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.NearIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gathers the texts that belong to the topics of a run; others are checked and forgotten. Those
 * whose names differ from the run's by leading zeros or a prefix are kept for the case that no name
 * is the same.
 */
final class QueryTable {

  /** A text, and where it is. */
  private record Entry(long line, String text, List<String> excludedIds) {}

  private final String name;
  private final Set<String> wanted;
  private final Set<String> wantedKeys;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Entry> near = new LinkedHashMap<>();
  private final Examples others = new Examples();
  private final Examples repeated = new Examples();
  private final Examples tabs = new Examples();

  /**
   * @param name the file, for messages
   * @param wanted the topics of the run
   */
  QueryTable(String name, Set<String> wanted) {
    this.name = name;
    this.wanted = Objects.requireNonNull(wanted, "wanted");
    this.wantedKeys = wanted.stream().map(NearIds::key).collect(Collectors.toSet());
  }

  /** The file, for messages. */
  String name() {
    return name;
  }

  /** Whether a topic is one of the run. */
  boolean wants(String qid) {
    return wanted.contains(qid);
  }

  /** Whether a topic may turn out to be one of the run. */
  boolean mayWant(String qid) {
    return wants(qid) || entries.isEmpty() && wantedKeys.contains(NearIds.key(qid));
  }

  /** Takes note of a query that holds tabs. */
  void noteTabs(String qid) {
    if (wants(qid)) {
      tabs.add(qid);
    }
  }

  /** Takes up a topic that excludes no documents. */
  void add(long line, String qid, String text) throws InputException {
    add(line, qid, text, List.of());
  }

  /**
   * @param line where the text is, from 1
   * @throws InputException when the identifier is blank, or a wanted topic has no text, or two
   */
  void add(long line, String qid, String text, List<String> excludedIds) throws InputException {
    if (qid.isBlank()) {
      throw InputException.at(name, line, "the qid is blank");
    }
    Entry entry = new Entry(line, text, excludedIds);
    if (wants(qid)) {
      near.clear();
      put(entries, qid, entry);
      return;
    }
    others.add(qid);
    if (mayWant(qid) && !text.isBlank()) {
      near.putIfAbsent(qid, entry);
    }
  }

  private void put(Map<String, Entry> map, String qid, Entry entry) throws InputException {
    if (entry.text.isBlank()) {
      throw InputException.at(name, entry.line, "the text of query " + qid + " is empty");
    }
    Entry other = map.putIfAbsent(qid, entry);
    if (other == null) {
      return;
    }
    if (!other.equals(new Entry(other.line, entry.text, entry.excludedIds))) {
      throw InputException.at(
          name,
          entry.line,
          String.format(
              Locale.ROOT,
              "query %s again, with another text than in line %d; keep one of the two",
              qid,
              other.line));
    }
    repeated.add(qid);
  }

  /** What was gathered. */
  QueryTexts texts() {
    List<String> notices = new ArrayList<>();
    if (entries.isEmpty()) {
      matchNear(notices);
    }
    if (!repeated.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: queries that are there again, with the same text: %d %s",
              name,
              repeated.count(),
              repeated.shown()));
    }
    if (!tabs.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: queries with a tab in them: %d %s",
              name,
              tabs.count(),
              tabs.shown()));
    }
    Map<String, String> texts = new HashMap<>();
    Map<String, List<String>> excluded = new HashMap<>();
    entries.forEach(
        (qid, entry) -> {
          texts.put(qid, entry.text);
          excluded.put(qid, entry.excludedIds);
        });
    return new QueryTexts(texts, excluded, others, notices);
  }

  private void matchNear(List<String> notices) {
    Map<String, String> matches = NearIds.match(wanted, near.keySet());
    Examples matched = new Examples();
    matches.forEach(
        (qid, other) -> {
          entries.put(qid, near.get(other));
          matched.add(other + " for " + qid);
        });
    if (!matched.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: queries whose names differ from the run's by zeros or a prefix, taken for them: %d %s",
              name,
              matched.count(),
              matched.shown()));
    }
  }
}
