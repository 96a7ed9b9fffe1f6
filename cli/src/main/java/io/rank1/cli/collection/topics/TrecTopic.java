package io.rank1.cli.collection.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A topic of TREC's, while it is gathered: texts by tag. What stands in it without a tag is the
 * query where it has no field at all, as in the topics of TREC's Clinical Trials track.
 */
final class TrecTopic {

  /** Tags and attributes of the number. */
  private static final Set<String> NUMBERS = Set.of("num", "number", "id", "qid", "docno");

  private static final String NUMBER_LABEL = "number";
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0]+");

  private final long line;
  private final StringBuilder bare = new StringBuilder();
  private final StringBuilder number = new StringBuilder();
  private String numberTag = ""; // of several numbers, the first counts
  private final Map<TopicField, StringBuilder> fields = new HashMap<>();

  /**
   * @param line where it begins, from 1
   */
  TrecTopic(long line) {
    this.line = line;
  }

  /** Whether a tag, in lower case, has a meaning in a topic. */
  static boolean knows(String tag) {
    return isNumber(tag) || field(tag) != null;
  }

  /** Whether a tag or attribute, in lower case, holds the number. */
  static boolean isNumber(String name) {
    return NUMBERS.contains(name);
  }

  private static TopicField field(String tag) {
    for (TopicField field : TopicField.values()) {
      if (field.isCalled(tag)) {
        return field;
      }
    }
    return null;
  }

  /** Adds text without a tag. */
  void append(String text) {
    bare.append(text);
  }

  /** Adds text below a tag, in lower case; that of unknown tags is forgotten. */
  void append(String tag, String text) {
    TopicField field = field(tag);
    if (field != null) {
      fields.computeIfAbsent(field, unused -> new StringBuilder()).append(text);
    } else if (isNumber(tag)) {
      numberTag = numberTag.isEmpty() ? tag : numberTag;
      number.append(numberTag.equals(tag) ? text : "");
    }
  }

  long line() {
    return line;
  }

  /**
   * The identifier.
   *
   * @throws IllegalArgumentException when there is none
   */
  String qid() {
    String qid = clean(number, NUMBER_LABEL);
    if (qid.isEmpty()) {
      throw new IllegalArgumentException("a topic without a number");
    }
    return qid;
  }

  /**
   * The texts of fields, with blanks between.
   *
   * @throws IllegalArgumentException when one is not there
   */
  String query(List<TopicField> asked) {
    String untagged = clean(bare, TopicField.TITLE.label());
    if (fields.isEmpty() && !untagged.isEmpty()) {
      return untagged;
    }
    List<String> texts = new ArrayList<>();
    for (TopicField field : asked) {
      String text = fields.containsKey(field) ? clean(fields.get(field), field.label()) : "";
      if (text.isEmpty()) {
        String name = field.name().toLowerCase(Locale.ROOT);
        throw new IllegalArgumentException("topic " + qid() + " has no " + name);
      }
      texts.add(text);
    }
    return String.join(" ", texts);
  }

  /** The text in one line, without the label that TREC puts in front. */
  private static String clean(CharSequence text, String label) {
    String line = BLANKS.matcher(text).replaceAll(" ").strip();
    int end = label.length();
    boolean labelled =
        line.regionMatches(true, 0, label, 0, end) && line.startsWith(":", skipBlank(line, end));
    return labelled ? line.substring(skipBlank(line, end) + 1).strip() : line;
  }

  private static int skipBlank(String line, int at) {
    return line.startsWith(" ", at) ? at + 1 : at;
  }
}
