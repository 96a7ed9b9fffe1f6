/** Scoring query-passage pairs with a reasoning reranker. */
package io.rank1.core;
