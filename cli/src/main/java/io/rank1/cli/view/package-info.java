/** Results of earlier jobs: read from their files, put in order, and shown in a terminal. */
package io.rank1.cli.view;
