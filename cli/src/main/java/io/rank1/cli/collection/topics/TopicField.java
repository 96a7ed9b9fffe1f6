package io.rank1.cli.collection.topics;

import java.util.Set;

/** A part of a TREC topic that can be the query, or part of it. */
public enum TopicField {
  TITLE(Set.of("title", "query")),
  DESC(Set.of("desc", "description", "question")),
  NARR(Set.of("narr", "narrative"));

  private final Set<String> tags;

  TopicField(Set<String> tags) {
    this.tags = tags;
  }

  /** Whether an element is this field; its name is in lower case. */
  boolean isCalled(String tag) {
    return tags.contains(tag);
  }
}
