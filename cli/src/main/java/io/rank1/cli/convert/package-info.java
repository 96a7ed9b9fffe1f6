/** Converting a checkpoint: progress, an orderly end on a signal, the result in words. */
package io.rank1.cli.convert;
