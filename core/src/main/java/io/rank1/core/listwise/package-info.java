/** Rerankers that are asked about lists of passages, above the engine of tokens. */
package io.rank1.core.listwise;
