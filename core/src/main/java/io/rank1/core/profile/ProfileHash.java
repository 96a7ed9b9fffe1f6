package io.rank1.core.profile;

import io.rank1.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hashes what of a profile decides a score, whatever the order of its keys and its white space. */
final class ProfileHash {

  private static final Set<String> DECIDES_NOTHING =
      Set.of("$schema", "about", "matches", "check", "tasks");

  private ProfileHash() {}

  /** The first 128 bits of the SHA-256 of a canonical form, in hexadecimal digits. */
  static String of(JsonObject profile) {
    StringBuilder text = new StringBuilder();
    for (String key : new TreeMap<>(profile.values()).keySet()) {
      if (!DECIDES_NOTHING.contains(key) && profile.has(key)) {
        text.append(key.length()).append(':').append(key);
        append(profile.values().get(key), text);
      }
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Each value behind its kind, and each text behind its length; what is null is not there. */
  private static void append(Object value, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put((String) key, inner));
      sorted.values().removeIf(Objects::isNull);
      text.append('{').append(sorted.size());
      sorted.forEach(
          (key, inner) -> {
            append(key, text);
            append(inner, text);
          });
    } else if (value instanceof List<?> list) {
      text.append('[').append(list.size());
      list.forEach(inner -> append(inner, text));
    } else if (value instanceof Number number) {
      String digits = new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
      text.append('n').append(digits).append(';');
    } else {
      String word = String.valueOf(value);
      char kind = value instanceof String ? 's' : 'o';
      text.append(kind).append(word.length()).append(':').append(word);
    }
  }
}
