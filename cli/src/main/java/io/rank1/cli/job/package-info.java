/** Jobs: many pairs from files to files, with a journal that survives whatever ends the process. */
package io.rank1.cli.job;
