/** Writing GGUF files. */
package io.rank1.models.gguf;
