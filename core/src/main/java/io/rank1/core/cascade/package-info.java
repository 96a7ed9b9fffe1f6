/** Two passes over a query's passages: a direct one on all, and reasoning where it pays. */
package io.rank1.core.cascade;
