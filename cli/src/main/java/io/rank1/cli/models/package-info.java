/** The models that there are, found by name, listed, fetched and verified. */
package io.rank1.cli.models;
