/** Finds out what on a machine keeps models from running. */
package io.rank1.cli.doctor;
