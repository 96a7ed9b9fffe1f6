/**
 * The input of a reranking job: a first-stage run, its topics, and the documents it names, checked
 * against each other.
 */
package io.rank1.cli.collection;
