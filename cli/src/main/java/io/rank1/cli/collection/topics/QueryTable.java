package io.rank1.cli.collection.topics;

import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Gathers the texts that belong to the topics of a run; others are checked and forgotten. */
final class QueryTable {

  private final String name;
  private final Set<String> wanted;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Long> lines = new HashMap<>();
  private final Examples others = new Examples();

  /**
   * @param name the file, for messages
   * @param wanted the topics of the run
   */
  QueryTable(String name, Set<String> wanted) {
    this.name = name;
    this.wanted = Objects.requireNonNull(wanted, "wanted");
  }

  /** The file, for messages. */
  String name() {
    return name;
  }

  /**
   * @param line where the text is, from 1
   * @throws InputException when identifier or text is blank, or a wanted topic comes again
   */
  void add(long line, String qid, String text) throws InputException {
    if (qid.isBlank()) {
      throw InputException.at(name, line, "the qid is blank");
    }
    if (text.isBlank()) {
      throw InputException.at(name, line, "the text of query " + qid + " is empty");
    }
    if (!wanted.contains(qid)) {
      others.add(qid);
      return;
    }
    Long other = lines.putIfAbsent(qid, line);
    if (other != null) {
      throw InputException.at(
          name, line, "query " + qid + " again, as in line " + other + "; keep one of the two");
    }
    texts.put(qid, text);
  }

  /** What was gathered. */
  QueryTexts texts() {
    return new QueryTexts(texts, others);
  }
}
