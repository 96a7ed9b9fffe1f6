package io.rank1.cli.collection.topics;

import java.util.Set;

/** A part of a TREC topic that can be the query, or part of it. */
public enum TopicField {
  TITLE("topic", Set.of("title", "query", "content")),
  DESC("description", Set.of("desc", "description", "question")),
  NARR("narrative", Set.of("narr", "narrative"));

  private final String label;
  private final Set<String> tags;

  TopicField(String label, Set<String> tags) {
    this.label = label;
    this.tags = tags;
  }

  /** Whether an element is this field; its name is in lower case. */
  boolean isCalled(String tag) {
    return tags.contains(tag);
  }

  /** The word that TREC puts in front of the text, with a colon. */
  String label() {
    return label;
  }
}
