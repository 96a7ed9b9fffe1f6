/** Models made up on the spot, for tests and benchmarks: random weights, scripted chains. */
package io.rank1.models.synthetic;
