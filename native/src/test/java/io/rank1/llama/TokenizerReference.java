package io.rank1.llama;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-level BPE as {@code tokenizer.json} describes it: added tokens are cut out of a prompt's own
 * words and of nothing else, the rest is split by the file's own expression, and the pairs of each
 * word are merged in the order of the list. What is not cut out is brought into the form NFC first
 * where the file says so.
 */
final class TokenizerReference {

  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, Integer> added = new HashMap<>();
  private final Pattern words;
  private final boolean ignoreMerges;
  private final boolean normalizes;

  TokenizerReference(Path file) throws IOException {
    JsonObject json = JsonObject.read(file);
    JsonObject model = json.object("model").orElseThrow();
    JsonObject tokens = model.object("vocab").orElseThrow();
    for (String token : tokens.keys()) {
      vocabulary.put(token, tokens.integer(token).orElseThrow().intValue());
    }
    for (Object merge : model.list("merges").orElseThrow()) {
      String pair =
          merge instanceof List<?> parts ? parts.get(0) + " " + parts.get(1) : (String) merge;
      ranks.put(pair, ranks.size());
    }
    for (JsonObject token : json.objects("added_tokens")) {
      added.put(
          token.string("content").orElseThrow(), token.integer("id").orElseThrow().intValue());
    }
    JsonObject split = json.object("pre_tokenizer").orElseThrow().objects("pretokenizers").get(0);
    words =
        Pattern.compile(
            split.object("pattern").orElseThrow().string("Regex").orElseThrow(),
            Pattern.UNICODE_CHARACTER_CLASS);
    ignoreMerges = model.bool("ignore_merges").orElse(false);
    Optional<JsonObject> normalizer = json.object("normalizer");
    normalizes = normalizer.isPresent();
    if (normalizes && !normalizer.get().string("type").equals(Optional.of("NFC"))) {
      throw new IOException(file + ": a normalizer other than NFC");
    }
  }

  /** Whether texts are brought into the form NFC. */
  boolean normalizes() {
    return normalizes;
  }

  /** The texts of added tokens. */
  Set<String> added() {
    return added.keySet();
  }

  /** A user's text. */
  int[] encode(String text) {
    List<Integer> ids = new ArrayList<>();
    encodeWords(text, ids);
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Texts by turns: the prompt's own words, then a user's, and so on. */
  int[] encodePrompt(String... parts) {
    List<Integer> ids = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (int part = 0; part < parts.length; part++) {
      String text = parts[part];
      for (int at = 0; at < text.length(); ) {
        Optional<String> token = part % 2 == 0 ? longestAt(text, at) : Optional.empty();
        if (token.isPresent()) {
          encodeWords(run.toString(), ids);
          run.setLength(0);
          ids.add(added.get(token.get()));
          at += token.get().length();
        } else {
          run.append(text.charAt(at++));
        }
      }
    }
    encodeWords(run.toString(), ids);
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private Optional<String> longestAt(String text, int at) {
    return added.keySet().stream()
        .filter(token -> text.startsWith(token, at))
        .max(Comparator.comparingInt(String::length));
  }

  private void encodeWords(String text, List<Integer> ids) {
    Matcher matcher =
        words.matcher(normalizes ? Normalizer.normalize(text, Normalizer.Form.NFC) : text);
    while (matcher.find()) {
      encodeWord(symbols(matcher.group()), ids);
    }
  }

  private void encodeWord(String word, List<Integer> ids) {
    if (ignoreMerges && vocabulary.containsKey(word)) {
      ids.add(vocabulary.get(word));
      return;
    }
    List<String> parts = new ArrayList<>();
    word.chars().forEach(c -> parts.add(String.valueOf((char) c)));
    while (true) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < bestRank) {
          best = i;
          bestRank = rank;
        }
      }
      if (best < 0) {
        break;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
    parts.forEach(part -> ids.add(vocabulary.get(part)));
  }

  /** Each byte as the character that stands for it: itself, or the next free one from U+0100 on. */
  private static String symbols(String text) {
    StringBuilder symbols = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      int value = octet & 0xff;
      if (value <= 32) {
        symbols.append((char) (0x100 + value));
      } else if (value >= 127 && value <= 160) {
        symbols.append((char) (0x100 + 33 + value - 127));
      } else {
        symbols.append((char) (value == 173 ? 0x143 : value));
      }
    }
    return symbols.toString();
  }
}
