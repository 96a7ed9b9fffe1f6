package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The two instructions that FollowIR gives with each query. The name of a topic is the query's with
 * a suffix that tells the instruction.
 */
public enum InstructionVersion {
  ORIGINAL("-og"),
  CHANGED("-changed");

  private final String suffix;

  InstructionVersion(String suffix) {
    this.suffix = suffix;
  }

  /** The name of a query's topic. */
  public String topic(String query) {
    return query + suffix;
  }

  /** Whether a topic is one of this version. */
  boolean isOf(String topic) {
    return topic.endsWith(suffix) && topic.length() > suffix.length();
  }

  /** The query of a topic that {@link #isOf} this version. */
  String query(String topic) {
    return topic.substring(0, topic.length() - suffix.length());
  }

  /**
   * What is known of the topics of one version, by their whole names, from a file that may leave
   * out the suffix.
   *
   * @param file for messages
   * @throws InputException when a topic is of the other version, or one is there by both names
   */
  <T> Map<String, T> named(String file, Map<String, T> topics) throws InputException {
    InstructionVersion other = this == ORIGINAL ? CHANGED : ORIGINAL;
    Map<String, T> named = new LinkedHashMap<>();
    for (Map.Entry<String, T> entry : topics.entrySet()) {
      String topic = entry.getKey();
      if (other.isOf(topic)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: topic %s does not belong there; where a file has both %s and %s, give it alone",
                file,
                topic,
                ORIGINAL.suffix,
                CHANGED.suffix));
      }
      if (named.put(isOf(topic) ? topic : topic(topic), entry.getValue()) != null) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: topic %s is there with and without %s; keep one of the two",
                file,
                topic,
                suffix));
      }
    }
    return named;
  }
}
