/** Making GGUF files of Hugging Face checkpoints. */
package io.rank1.models.convert;
