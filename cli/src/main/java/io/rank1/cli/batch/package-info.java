/** Scoring a table: intake, results in order, progress, and an orderly end in every case. */
package io.rank1.cli.batch;
