/** Why something could not be done: one sealed family of exceptions, told apart by their types. */
package io.rank1.core.failure;
