/** What a command reads: texts from arguments and files, pairs from tables. */
package io.rank1.cli.input;
