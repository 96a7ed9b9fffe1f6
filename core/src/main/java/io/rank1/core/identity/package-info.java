/** What a result depends on beside its input, as facts with one hash. */
package io.rank1.core.identity;
