/**
 * Programs on the engine of tokens that score one passage: by logits at once, after reasoning, or
 * by a number that the model writes. What they look for and read comes from outside.
 */
package io.rank1.core.pointwise;
