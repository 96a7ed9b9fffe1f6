/** What rerankers of every kind have in common: an engine, threads for callbacks, resources. */
package io.rank1.core.host;
