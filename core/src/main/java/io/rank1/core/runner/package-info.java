/** The seam between the engine and whatever runs the model. */
package io.rank1.core.runner;
