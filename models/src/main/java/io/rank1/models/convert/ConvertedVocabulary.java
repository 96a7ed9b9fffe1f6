package io.rank1.models.convert;

import io.rank1.models.synthetic.TokenType;
import java.util.List;
import java.util.Map;

/**
 * A vocabulary as a GGUF file holds it.
 *
 * @param model how it makes tokens of texts
 * @param tokens by id, in the spelling of the model, all different
 * @param types the type of every token
 * @param specialIds ids of special tokens by GGUF key, in the order to write
 * @param adds whether tokenizing adds a special token, by GGUF key, in the order to write
 * @param chatTemplates by name; "default" is the one
 * @param notes what may surprise, one line each
 */
record ConvertedVocabulary(
    TokenizerModel model,
    List<String> tokens,
    List<TokenType> types,
    Map<String, Integer> specialIds,
    Map<String, Boolean> adds,
    Map<String, String> chatTemplates,
    List<String> notes) {
  ConvertedVocabulary {
    tokens = List.copyOf(tokens);
    types = List.copyOf(types);
    notes = List.copyOf(notes);
  }
}
