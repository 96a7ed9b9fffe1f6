/**
 * Files of the Text REtrieval Conference (TREC): runs, and judgements of relevance (qrels), as
 * others write them, too; and FollowIR's and NevIR's, which tell what a ranking of two queries
 * should be.
 */
package io.rank1.cli.trec;
