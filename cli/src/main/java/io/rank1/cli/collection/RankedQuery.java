package io.rank1.cli.collection;

import io.rank1.cli.collection.run.Candidate;
import java.util.List;
import java.util.Set;

/**
 * A topic with its whole ranking.
 *
 * @param topic the topic
 * @param candidates its documents, the best first
 * @param excludedIds those that its file of topics says are no answers
 */
record RankedQuery(Topic topic, List<Candidate> candidates, Set<String> excludedIds) {}
