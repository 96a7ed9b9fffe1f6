package io.rank1.cli.view;

/** What a line of a job's file can be. */
sealed interface ResultLine permits JournalHeader, PairLine, CallLine {}
