/** The journal of a job: what was scored, in a file that survives whatever ends the process. */
package io.rank1.cli.journal;
