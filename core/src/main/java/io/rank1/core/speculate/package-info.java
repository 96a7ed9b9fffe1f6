/**
 * Speculative decoding (Leviathan and others, arXiv 2211.17192): guesses at the next tokens are run
 * beside the token at hand, and those that the model would have chosen are taken. It changes how
 * fast a sequence is decoded and nothing else.
 */
package io.rank1.core.speculate;
