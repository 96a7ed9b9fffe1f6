/** How the process learns that it is to end, and ends in good order. */
package io.rank1.cli.signal;
