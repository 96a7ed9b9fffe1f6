package io.rank1.cli.trec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rankings that a system gave.
 *
 * @param name its file, for messages
 * @param rankings the documents of each topic, the best first
 */
public record Run(String name, Map<String, List<ScoredDocument>> rankings) {

  /** Validates and copies the components. */
  public Run {
    Objects.requireNonNull(name, "name");
    rankings = Map.copyOf(rankings);
  }

  /** The identifiers of its topics. */
  public Set<String> topics() {
    return rankings.keySet();
  }

  /** The documents of a topic, the best first; none when the run lacks the topic. */
  public List<ScoredDocument> ranking(String topic) {
    return rankings.getOrDefault(topic, List.of());
  }
}
