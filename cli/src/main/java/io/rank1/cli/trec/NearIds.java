package io.rank1.cli.trec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifiers of topics that are the same but for leading zeros or a prefix, such as {@code 051}
 * and {@code 51}, or {@code MB001} and {@code 1}: files of one collection differ in that.
 */
public final class NearIds {

  private static final Pattern NUMBERED = Pattern.compile("[^0-9]*?0*([0-9]+)");

  private NearIds() {}

  /** What is the same in identifiers that are near; the whole of one that ends in no number. */
  public static String key(String id) {
    Matcher numbered = NUMBERED.matcher(id);
    return numbered.matches() ? numbered.group(1) : id;
  }

  /**
   * Which of the others stands for which of ours.
   *
   * @return the others by ours; empty when one is in both sets, or several could stand for one
   */
  public static Map<String, String> match(Set<String> ours, Set<String> others) {
    if (ours.stream().anyMatch(others::contains)) {
      return Map.of();
    }
    Map<String, String> byKey = new HashMap<>();
    for (String other : others) {
      if (byKey.put(key(other), other) != null) {
        return Map.of();
      }
    }
    Map<String, String> matches = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (String id : ours) {
      String other = byKey.get(key(id));
      if (other != null) {
        matches.put(id, other);
        if (!taken.add(other)) {
          return Map.of();
        }
      }
    }
    return matches;
  }
}
