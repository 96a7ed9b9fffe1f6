/** Reading a model file from start to end, to see whether it is what it should be. */
package io.rank1.models.verify;
