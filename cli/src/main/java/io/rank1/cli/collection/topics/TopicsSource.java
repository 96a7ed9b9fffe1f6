package io.rank1.cli.collection.topics;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file of topics.
 *
 * @param file the file
 * @param format what it looks like
 * @param fields the parts of a TREC topic that make the query, joined with blanks; other formats
 *     have one text
 */
public record TopicsSource(Path file, TopicsFormat format, List<TopicField> fields) {

  /** Validates and copies the components. */
  public TopicsSource {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(format, "format");
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("no field of the topics is the query");
    }
    if (fields.stream().distinct().count() < fields.size()) {
      throw new IllegalArgumentException("a field of the topics is given twice");
    }
  }
}
