/** Reading safetensors: headers, sharded indexes, and the bytes of tensors. */
package io.rank1.models.safetensors;
