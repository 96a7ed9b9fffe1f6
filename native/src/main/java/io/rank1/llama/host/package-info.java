/** What the machine has: cores and memory. */
package io.rank1.llama.host;
