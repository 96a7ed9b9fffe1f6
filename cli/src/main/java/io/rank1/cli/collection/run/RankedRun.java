package io.rank1.cli.collection.run;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A first-stage run.
 *
 * @param name its file, for messages
 * @param topics its topics as they first come in it, at least one
 * @param notices what was odd, one line each
 */
public record RankedRun(String name, List<RankedTopic> topics, List<String> notices) {

  /** Copies the lists. */
  public RankedRun {
    topics = List.copyOf(topics);
    notices = List.copyOf(notices);
  }

  /** The identifiers of its topics. */
  public Set<String> qids() {
    return topics.stream().map(RankedTopic::qid).collect(Collectors.toUnmodifiableSet());
  }
}
