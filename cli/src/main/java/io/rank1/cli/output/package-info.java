/** What a command writes: results as lines, and where the lines go. */
package io.rank1.cli.output;
