package io.rank1.cli.job;

import io.rank1.cli.journal.PairPlace;
import io.rank1.core.identity.Hash128;

/**
 * A pair of a job, without its texts.
 *
 * @param place where it stands
 * @param prompt the hash of its prompt
 * @param query the number of its query, from 0
 * @param chars length of its prompt, in UTF-16 units
 */
record PlannedPair(PairPlace place, Hash128 prompt, int query, int chars) {}
