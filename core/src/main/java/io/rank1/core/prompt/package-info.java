/** From a pair to the tokens of its prompt. */
package io.rank1.core.prompt;
