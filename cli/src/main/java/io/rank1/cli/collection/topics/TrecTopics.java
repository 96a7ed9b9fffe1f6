package io.rank1.cli.collection.topics;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.cli.input.Utf8Lines;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * TREC's topics: {@code <top>} after {@code <top>}, as TREC wrote them from 1992 on, or an XML
 * document. A file that begins with {@code <top>} or {@code <doc>} is the former, for which it need
 * not be well-formed; so is one that is no XML and does not say that it is, but has a {@code <top>}
 * further down. Either way it is UTF-8.
 */
final class TrecTopics {

  private static final int BEGINNING = 5;
  private static final Pattern TOP =
      Pattern.compile("(?i)<(?:top|doc)[ >\t\r\n].*", Pattern.DOTALL);
  private static final Pattern DECLARED = Pattern.compile("(?i)\\s*<\\?xml\\s.*", Pattern.DOTALL);

  private TrecTopics() {}

  /**
   * @throws InputException when the file has no topics, or a topic lacks its number or a field
   */
  static void read(OpenedFile file, List<TopicField> fields, QueryTable table)
      throws InputException {
    boolean sgml = TOP.matcher(file.beginning(BEGINNING)).matches();
    StringBuilder text = new StringBuilder();
    Utf8Lines lines = new Utf8Lines(file.lines());
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      text.append(line.get()).append('\n');
    }
    List<TrecTopic> topics =
        sgml ? SgmlTopics.read(text.toString()) : read(table.name(), text.toString());
    if (topics.isEmpty()) {
      throw new InputException(table.name() + ": no topics");
    }
    for (TrecTopic topic : topics) {
      try {
        String qid = topic.qid();
        table.add(topic.line(), qid, query(topic, qid, fields, table));
      } catch (IllegalArgumentException e) {
        throw InputException.at(table.name(), topic.line(), e.getMessage());
      }
    }
  }

  /** The query, which topics that are not asked for may lack. */
  private static String query(
      TrecTopic topic, String qid, List<TopicField> fields, QueryTable table) {
    try {
      return topic.query(fields);
    } catch (IllegalArgumentException e) {
      if (table.wants(qid)) {
        throw e;
      }
      return "";
    }
  }

  private static List<TrecTopic> read(String name, String text) throws InputException {
    try {
      return XmlTopics.read(name, text);
    } catch (InputException e) {
      List<TrecTopic> topics = DECLARED.matcher(text).matches() ? List.of() : SgmlTopics.read(text);
      if (topics.isEmpty()) {
        throw e;
      }
      return topics;
    }
  }
}
