package io.rank1.cli.collection.topics;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.cli.input.Utf8Lines;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * TREC's topics: {@code <top>} after {@code <top>}, as TREC wrote them from 1992 on, or an XML
 * document. A file that begins with {@code <top>} is the former, for which it need not be
 * well-formed. Either way it is UTF-8.
 */
final class TrecTopics {

  private static final int BEGINNING = 5;
  private static final Pattern TOP = Pattern.compile("(?i)<top[ >\t\r\n].*", Pattern.DOTALL);

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
        sgml ? SgmlTopics.read(text.toString()) : XmlTopics.read(table.name(), text.toString());
    if (topics.isEmpty()) {
      throw new InputException(table.name() + ": no topics");
    }
    for (TrecTopic topic : topics) {
      try {
        table.add(topic.line(), topic.qid(), topic.query(fields));
      } catch (IllegalArgumentException e) {
        throw InputException.at(table.name(), topic.line(), e.getMessage());
      }
    }
  }
}
