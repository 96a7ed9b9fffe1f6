package io.rank1.models.convert;

import io.rank1.models.synthetic.TokenType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A byte-level BPE vocabulary as a GGUF file holds it.
 *
 * @param preTokenizer how texts are split first
 * @param tokens by id, in the letters of GPT-2's byte alphabet but for added tokens, all different
 * @param types the type of every token
 * @param merges pairs with a blank between, the first to be applied first
 * @param specialIds ids of special tokens by GGUF key, in the order to write
 * @param adds whether tokenizing adds a special token, by GGUF key, in the order to write
 * @param addSpacePrefix what tokenizer_config.json says of {@code add_prefix_space}, if anything
 * @param chatTemplates by name; "default" is the one
 * @param notes what may surprise, one line each
 */
record ConvertedVocabulary(
    PreTokenizer preTokenizer,
    List<String> tokens,
    List<TokenType> types,
    List<String> merges,
    Map<String, Integer> specialIds,
    Map<String, Boolean> adds,
    Optional<Boolean> addSpacePrefix,
    Map<String, String> chatTemplates,
    List<String> notes) {
  ConvertedVocabulary {
    tokens = List.copyOf(tokens);
    types = List.copyOf(types);
    merges = List.copyOf(merges);
    notes = List.copyOf(notes);
  }
}
