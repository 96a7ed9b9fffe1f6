/** The lines of BEIR's files: one JSON object each, with an identifier and texts. */
package io.rank1.cli.collection.beir;
