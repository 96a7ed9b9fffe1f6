/** The documents that a job needs, taken out of a corpus in one pass, in memory or on disk. */
package io.rank1.cli.collection.corpus;
