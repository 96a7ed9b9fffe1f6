/**
 * rank1 (arXiv 2502.18418) as a program on the engine of tokens: its prompt, its markers, its
 * answers, and how an answer is forced. Nothing outside this package knows them.
 */
package io.rank1.core.rank1;
