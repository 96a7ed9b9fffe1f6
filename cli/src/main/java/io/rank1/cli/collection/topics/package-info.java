/** Queries by their identifiers, and instructions beside them. */
package io.rank1.cli.collection.topics;
