package io.rank1.cli.collection;

import io.rank1.cli.collection.run.Candidate;
import java.util.List;
import java.util.Objects;

/**
 * What the first stage found for a topic. Head and tail together are its ranking, without excluded
 * documents; either may be empty.
 *
 * @param topic the topic
 * @param head the candidates to rerank, in the first stage's order; all are in the documents
 * @param tail the others: those of the first that have no document, where these may be missing,
 *     then those below, each in the first stage's order
 */
public record TopicCandidates(Topic topic, List<Candidate> head, List<Candidate> tail) {

  /** Validates and copies the components. */
  public TopicCandidates {
    Objects.requireNonNull(topic, "topic");
    head = List.copyOf(head);
    tail = List.copyOf(tail);
  }
}
