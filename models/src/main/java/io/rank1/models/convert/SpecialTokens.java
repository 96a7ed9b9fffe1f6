package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Special tokens and chat templates, from {@code tokenizer_config.json}, {@code
 * special_tokens_map.json}, the post-processor in {@code tokenizer.json}, {@code config.json} and
 * {@code generation_config.json}, in this order.
 */
final class SpecialTokens {
  private static final String GENERATION_FILE = "generation_config.json";
  private static final String KEY = "tokenizer.ggml.";

  /** Hugging Face's names, and GGUF's, typing error included. */
  private static final Map<String, String> KINDS = kinds();

  private final Path folder;
  private final Optional<JsonObject> tokenizer;
  private final Map<String, Integer> added;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final Map<String, Boolean> adds = new LinkedHashMap<>();
  private final Map<String, String> templates = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final int size;
  private Optional<Boolean> addSpacePrefix = Optional.empty();

  private SpecialTokens(
      Path folder, Optional<JsonObject> tokenizer, Map<String, Integer> added, int size) {
    this.folder = folder;
    this.tokenizer = tokenizer;
    this.added = added;
    this.size = size;
  }

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("bos", "bos");
    kinds.put("eos", "eos");
    kinds.put("unk", "unknown");
    kinds.put("sep", "seperator");
    kinds.put("pad", "padding");
    kinds.put("cls", "cls");
    kinds.put("mask", "mask");
    return kinds;
  }

  /**
   * Reads all files.
   *
   * @param tokenizer tokenizer.json, if there is one
   * @param added ids of the tokens that may be special, by their texts
   * @param size number of tokens
   * @param addsBos whether a text begins with BOS where no file says so
   * @throws IOException if one is damaged, or none names the token that ends a text
   */
  static SpecialTokens read(
      Path folder,
      JsonObject config,
      Optional<JsonObject> tokenizer,
      Map<String, Integer> added,
      int size,
      boolean addsBos)
      throws IOException {
    SpecialTokens special = new SpecialTokens(folder, tokenizer, added, size);
    Optional<JsonObject> settings = AddedTokens.file(folder, AddedTokens.CONFIG_FILE);
    if (settings.isPresent()) {
      special.readTexts(settings.get());
    }
    Optional<JsonObject> map = AddedTokens.file(folder, AddedTokens.MAP_FILE);
    if (map.isPresent()) {
      special.readTexts(map.get());
    }
    special.readPostProcessor();
    if (settings.isPresent()) {
      special.readSettings(settings.get());
    }
    special.readAddedIds();
    special.readIds(config);
    Path generation = folder.resolve(GENERATION_FILE);
    if (Files.exists(generation)) {
      special.readIds(JsonObject.read(generation));
    }
    if (!special.ids.containsKey(KEY + "eos_token_id")) {
      throw new ConvertException(
          folder, "neither " + AddedTokens.CONFIG_FILE + " nor config.json names the eos token");
    }
    special.adds.putIfAbsent(KEY + "add_bos_token", addsBos); // llama.cpp would guess
    return special;
  }

  private void readTexts(JsonObject settings) throws IOException {
    for (String kind : KINDS.keySet()) {
      AddedTokens.text(settings, kind + "_token").ifPresent(text -> texts.putIfAbsent(kind, text));
    }
  }

  /** What a template of the form BOS, text, EOS puts around a text. */
  private void readPostProcessor() throws IOException {
    Optional<JsonObject> top =
        tokenizer.isPresent() ? tokenizer.get().object("post_processor") : Optional.empty();
    if (top.isEmpty()) {
      return;
    }
    List<JsonObject> steps =
        top.get().has("processors") ? top.get().objects("processors") : List.of(top.get());
    for (JsonObject step : steps) {
      if (step.string("type").orElse("").equals("TemplateProcessing")) {
        template(step.objects("single"));
      }
    }
  }

  private void template(List<JsonObject> parts) throws IOException {
    int text = 0;
    while (text < parts.size() && !parts.get(text).has("Sequence")) {
      text++;
    }
    List<String> before = names(parts.subList(0, text));
    List<String> after = names(parts.subList(Math.min(text + 1, parts.size()), parts.size()));
    if (!before.isEmpty()) {
      texts.putIfAbsent("bos", before.get(0));
      adds.put(KEY + "add_bos_token", before.equals(List.of(texts.get("bos"))));
    }
    if (!after.isEmpty()) {
      texts.putIfAbsent("eos", after.get(0));
      adds.put(KEY + "add_eos_token", after.equals(List.of(texts.get("eos"))));
    }
    if (adds.containsValue(false)) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the tokenizer puts %s before and %s after a text, which a GGUF file cannot say",
              before,
              after));
    }
  }

  private static List<String> names(List<JsonObject> parts) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonObject part : parts) {
      Optional<JsonObject> token = part.object("SpecialToken");
      names.add(token.isPresent() ? token.get().string("id").orElse("?") : "?");
    }
    return names;
  }

  private void readSettings(JsonObject settings) throws IOException {
    addSpacePrefix = settings.bool("add_prefix_space");
    readTemplates(settings);
    for (String kind : List.of("bos", "eos")) {
      Object adding = settings.value("add_" + kind + "_token").orElse(null);
      if (adding instanceof Boolean value) {
        adds.put(KEY + "add_" + kind + "_token", value);
      }
    }
  }

  private void readAddedIds() throws IOException {
    for (String kind : KINDS.keySet()) {
      Integer id = added.get(texts.getOrDefault(kind, ""));
      if (id != null) {
        put(kind, id);
      }
    }
  }

  private void readIds(JsonObject json) throws IOException {
    for (String kind : KINDS.keySet()) {
      Object value = json.value(kind + "_token_id").orElse(null);
      if (value instanceof Integer id && id >= 0) { // a list means several; -1 means none
        put(kind, id);
      }
    }
  }

  private void put(String kind, int id) throws IOException {
    if (id >= size) {
      throw new ConvertException(
          folder, String.format(Locale.ROOT, "the %s token has the id %d, of %d", kind, id, size));
    }
    ids.putIfAbsent(KEY + KINDS.get(kind) + "_token_id", id);
  }

  private void readTemplates(JsonObject settings) throws IOException {
    Object value = settings.value("chat_template").orElse(null);
    Path jinja = folder.resolve("chat_template.jinja");
    if (value instanceof String template) {
      templates.put("default", template);
    } else if (value instanceof List<?>) {
      for (JsonObject template : settings.objects("chat_template")) {
        templates.put(
            template.string("name").orElse("default"), template.string("template").orElse(""));
      }
    } else if (value == null && Files.exists(jinja)) {
      templates.put("default", Files.readString(jinja));
    }
  }

  Map<String, Integer> ids() {
    return ids;
  }

  Map<String, Boolean> adds() {
    return adds;
  }

  Optional<Boolean> addSpacePrefix() {
    return addSpacePrefix;
  }

  Map<String, String> chatTemplates() {
    return templates;
  }

  List<String> notes() {
    return notes;
  }
}
