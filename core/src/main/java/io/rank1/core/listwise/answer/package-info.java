/** Reads judgements out of what models write. */
package io.rank1.core.listwise.answer;
