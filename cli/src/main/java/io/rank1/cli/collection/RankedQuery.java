package io.rank1.cli.collection;

import io.rank1.cli.collection.run.Candidate;
import java.util.List;

/**
 * A topic with its whole ranking.
 *
 * @param topic the topic
 * @param candidates its documents, the best first
 */
record RankedQuery(Topic topic, List<Candidate> candidates) {}
