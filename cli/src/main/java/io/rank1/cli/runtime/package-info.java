/** The llama.cpps that there are, as a table and as JSON. */
package io.rank1.cli.runtime;
