/** Texts of files as messages and terminals can have them. */
package io.rank1.core.text;
