/**
 * Chooses among the llama.cpps that a user has, and tries them in a process of their own, where an
 * abort costs nothing.
 */
package io.rank1.llama.runtime;
