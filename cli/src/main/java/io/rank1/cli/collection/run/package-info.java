/** First-stage runs with their order, and documents that are to be left out of them. */
package io.rank1.cli.collection.run;
