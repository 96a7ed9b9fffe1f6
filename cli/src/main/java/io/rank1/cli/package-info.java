/** The command line: its commands, their options, and how errors become exit codes. */
package io.rank1.cli;
