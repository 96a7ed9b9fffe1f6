/**
 * Families of rerankers as data: profiles, how they are read, and how pairs are scored by them. No
 * prompt of any reranker stands in code.
 */
package io.rank1.core.profile;
