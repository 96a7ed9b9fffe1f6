/** Reading GGUF files: header, metadata and tensor table, without the weights. */
package io.rank1.core.gguf;
