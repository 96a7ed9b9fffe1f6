/** Files that come inside jars and are needed as files: the llama.cpp library, the demo model. */
package io.rank1.core.resource;
