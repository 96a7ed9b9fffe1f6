/** Where the fields of llama.cpp's parameter structs lie, build by build. */
package io.rank1.llama.abi;
