package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tokens that were added to a vocabulary, rank1's markers among them: what {@code tokenizer.json},
 * {@code tokenizer_config.json} and {@code added_tokens.json} say together. A token is special if
 * one of these says so, or if one of {@code special_tokens_map.json} and {@code
 * tokenizer_config.json} names it as one of the special tokens, as transformers takes it.
 */
final class AddedTokens {
  static final String CONFIG_FILE = "tokenizer_config.json";
  static final String MAP_FILE = "special_tokens_map.json";
  static final String ADDED_FILE = "added_tokens.json";

  private static final List<String> ROLES =
      List.of("bos", "eos", "unk", "sep", "pad", "cls", "mask");

  /** Where further special tokens are listed; the second is what newer files call it. */
  private static final List<String> LISTS =
      List.of("additional_special_tokens", "extra_special_tokens");

  private final Map<Long, String> texts = new TreeMap<>();
  private final Map<String, Long> ids = new LinkedHashMap<>();
  private final Set<String> marked = new LinkedHashSet<>();
  private final Set<String> named = new LinkedHashSet<>();

  private final List<String> notes = new ArrayList<>();
  private final Optional<Path> first; // what counts before all others

  private AddedTokens(Optional<JsonObject> tokenizer) {
    this.first = tokenizer.map(JsonObject::file);
  }

  /**
   * Reads all files.
   *
   * @param tokenizer tokenizer.json, if there is one
   * @throws IOException if one is damaged, or tokenizer.json contradicts itself
   */
  static AddedTokens read(Path folder, Optional<JsonObject> tokenizer) throws IOException {
    AddedTokens added = new AddedTokens(tokenizer);
    if (tokenizer.isPresent()) {
      for (JsonObject token : tokenizer.get().objects("added_tokens")) {
        added.add(token, token.integer("id").orElse(-1L));
      }
    }
    Optional<JsonObject> settings = file(folder, CONFIG_FILE);
    if (settings.isPresent()) {
      added.takeDecoder(settings.get());
      added.takeNames(settings.get());
    }
    Optional<JsonObject> more = file(folder, ADDED_FILE);
    if (more.isPresent()) {
      for (String text : more.get().keys()) {
        added.put(more.get(), text, more.get().integer(text).orElse(-1L));
      }
    }
    Optional<JsonObject> map = file(folder, MAP_FILE);
    if (map.isPresent()) {
      added.takeNames(map.get());
    }
    return added;
  }

  /** A settings file of a folder, if it is there. */
  static Optional<JsonObject> file(Path folder, String name) throws IOException {
    Path path = folder.resolve(name);
    return Files.exists(path) ? Optional.of(JsonObject.read(path)) : Optional.empty();
  }

  /** The text of a special token, which is a string or an object with its content. */
  static Optional<String> text(JsonObject settings, String key) throws IOException {
    Object value = settings.value(key).orElse(null);
    if (value instanceof String || value == null) {
      return Optional.ofNullable((String) value);
    }
    return settings.object(key).orElseThrow().string("content");
  }

  private void takeDecoder(JsonObject settings) throws IOException {
    Optional<JsonObject> decoder = settings.object("added_tokens_decoder");
    if (decoder.isEmpty()) {
      return;
    }
    for (String id : decoder.get().keys()) {
      if (!id.matches("\\d{1,9}")) {
        throw decoder.get().broken(id, "the id of a token");
      }
      add(decoder.get().object(id).orElseThrow(), Long.parseLong(id));
    }
  }

  private void add(JsonObject token, long id) throws IOException {
    String text = token.string("content").orElse("");
    put(token, text, id);
    if (token.bool("special").orElse(false)) {
      marked.add(text);
    }
  }

  /** What a later file says against an earlier one does not count, as for transformers. */
  private void put(JsonObject from, String text, long id) throws IOException {
    if (text.isEmpty()) {
      throw new ConvertException(from.file(), "an added token has no content");
    }
    String other = texts.get(id);
    Long known = ids.get(text);
    if (other == null && known == null) {
      texts.put(id, text);
      ids.put(text, id);
    } else if (!text.equals(other)) {
      String rule =
          known != null
              ? String.format(
                  Locale.ROOT, "the added token '%s' has the ids %d and %d", text, known, id)
              : String.format(
                  Locale.ROOT,
                  "the added tokens '%s' and '%s' have the same id %d",
                  other,
                  text,
                  id);
      if (first.equals(Optional.of(from.file()))) {
        throw new ConvertException(from.file(), rule);
      }
      notes.add(rule + ": what " + from.file().getFileName() + " says of it does not count");
    }
  }

  private void takeNames(JsonObject settings) throws IOException {
    for (String role : ROLES) {
      text(settings, role + "_token").ifPresent(named::add);
    }
    for (String key : LISTS) {
      Object value = settings.value(key).orElse(null);
      if (value instanceof Map<?, ?>) {
        JsonObject tokens = settings.object(key).orElseThrow();
        for (String name : tokens.keys()) {
          text(tokens, name).ifPresent(named::add);
        }
      } else {
        takeList(settings, key);
      }
    }
  }

  private void takeList(JsonObject settings, String key) throws IOException {
    for (Object entry : settings.list(key).orElse(List.of())) {
      Object text = entry instanceof Map<?, ?> token ? token.get("content") : entry;
      if (!(text instanceof String)) {
        throw settings.broken(key, "a list of tokens");
      }
      named.add((String) text);
    }
  }

  /** The ids of tokens, in their order; what the files say of an id need not fit the vocabulary. */
  Map<Long, String> texts() {
    return texts;
  }

  /** Where files contradict each other, one line each. */
  List<String> notes() {
    return notes;
  }

  /** The special tokens that no file gives an id as an added token. */
  List<String> namedOnly() {
    List<String> rest = new ArrayList<>(named);
    rest.removeAll(ids.keySet());
    return rest;
  }

  /** The type of one of the tokens, as llama.cpp's converter gives it. */
  TokenType type(String text) {
    return marked.contains(text) || named.contains(text) || looksLikeControl(text)
        ? TokenType.CONTROL
        : TokenType.USER_DEFINED;
  }

  /** Some models do not mark tokens that control them; llama.cpp's converter goes by these. */
  private static boolean looksLikeControl(String text) {
    return text.startsWith("<|") && text.endsWith("|>")
        || text.startsWith("<\uff5c") && text.endsWith("\uff5c>")
        || text.startsWith("<unused") && text.endsWith(">")
        || Set.of("<pad>", "<mask>", "<2mass>", "[@BOS@]").contains(text);
  }
}
