/**
 * How good rankings are: measures with the names of ir_measures and the values of trec_eval, runs
 * compared by them, and the result as a table and as JSON.
 */
package io.rank1.cli.eval;
