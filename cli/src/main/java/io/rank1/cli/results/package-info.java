/** A finished job as files: runs, tables and JSON. */
package io.rank1.cli.results;
