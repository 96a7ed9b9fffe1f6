/** The published rank1 models: what they are called, how large they are, and where they lie. */
package io.rank1.models.catalog;
