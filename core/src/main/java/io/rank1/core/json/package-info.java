/** Small JSON files as trees: settings of models and tokenizers. */
package io.rank1.core.json;
