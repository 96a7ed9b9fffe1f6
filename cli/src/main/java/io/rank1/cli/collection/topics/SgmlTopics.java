package io.rank1.cli.collection.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Topics as TREC wrote them before XML: a field ends where the next one begins, its end tag being
 * optional. A tag counts when its name is known, or when it is the first thing on a line; anything
 * else in angle brackets is text.
 */
final class SgmlTopics {

  private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9_.-]*)[^<>]*>");
  private static final String DOCUMENT = "doc"; // its text has no tag
  private static final Set<String> TOPICS = Set.of("top", DOCUMENT);
  private static final String NO_FIELD = "";

  private final String text;
  private final List<TrecTopic> topics = new ArrayList<>();
  private TrecTopic topic; // null outside of topics
  private String field = NO_FIELD;
  private boolean document;

  private SgmlTopics(String text) {
    this.text = text;
  }

  static List<TrecTopic> read(String text) {
    SgmlTopics reader = new SgmlTopics(text);
    reader.read();
    return reader.topics;
  }

  private void read() {
    Matcher tag = TAG.matcher(text);
    int end = 0;
    int counted = 0;
    long line = 1;
    while (tag.find()) {
      String name = tag.group(2).toLowerCase(Locale.ROOT);
      if (!counts(name, tag.start())) {
        continue; // stays in the text before the next tag
      }
      take(end, tag.start());
      end = tag.end();
      line += text.substring(counted, tag.start()).chars().filter(c -> c == '\n').count();
      counted = tag.start();
      open(name, tag.group(1).isEmpty(), line);
    }
    take(end, text.length());
  }

  private boolean counts(String name, int at) {
    return TOPICS.contains(name)
        || TrecTopic.knows(name)
        || text.substring(lineStart(at), at).isBlank();
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private void take(int from, int to) {
    if (topic != null) {
      String part = Entities.decode(text.substring(from, to));
      if (document && field.equals(NO_FIELD)) {
        topic.append(part);
      } else {
        topic.append(field, part);
      }
    }
  }

  private void open(String name, boolean begins, long line) {
    field = begins ? name : NO_FIELD;
    if (TOPICS.contains(name)) {
      document = name.equals(DOCUMENT);
      topic = begins ? new TrecTopic(line) : null;
      if (begins) {
        topics.add(topic);
      }
    }
  }
}
