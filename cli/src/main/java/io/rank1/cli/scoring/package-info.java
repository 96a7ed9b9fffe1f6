/** What the commands need of a model: a seam in front of llama.cpp. */
package io.rank1.cli.scoring;
