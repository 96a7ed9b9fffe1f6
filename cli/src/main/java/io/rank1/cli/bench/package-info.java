/** Measuring how fast a model scores on this machine. */
package io.rank1.cli.bench;
