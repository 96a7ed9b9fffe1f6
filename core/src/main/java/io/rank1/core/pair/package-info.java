/** What goes in and comes out: a query-passage pair, and its score or the reason there is none. */
package io.rank1.core.pair;
