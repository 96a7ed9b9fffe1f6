/** Files of the Text REtrieval Conference (TREC): runs, and judgements of relevance (qrels). */
package io.rank1.cli.trec;
