/**
 * Ranking by questions about lists of candidates: windows, tournaments, rounds. It knows neither
 * models nor texts; candidates are numbers, in the order in which a first stage gave them.
 */
package io.rank1.core.listwise.algorithm;
