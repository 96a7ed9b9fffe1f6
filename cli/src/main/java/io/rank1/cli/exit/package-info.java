/** How a command ends: exit codes, and expected errors in one line. */
package io.rank1.cli.exit;
