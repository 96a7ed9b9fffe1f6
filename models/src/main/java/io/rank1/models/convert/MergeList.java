package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the merges of a {@code tokenizer.json}. */
final class MergeList {

  /** Two neighbours that become one token. */
  record Pair(String left, String right) {
    String merged() {
      return left + right;
    }
  }

  private MergeList() {}

  /**
   * The pairs, the first to be applied first. They are strings with a blank between, or lists of
   * two.
   *
   * @param model the tokenizer's model
   * @throws IOException if there are none, or one is no pair
   */
  static List<Pair> read(JsonObject model, Path file) throws IOException {
    List<Object> list = model.list("merges").orElse(List.of());
    if (list.isEmpty()) {
      throw new ConvertException(file, "its model has no merges");
    }
    List<Pair> pairs = new ArrayList<>(list.size());
    for (Object entry : list) {
      Optional<Pair> pair = pair(entry);
      if (pair.isEmpty()) {
        throw new ConvertException(
            file, String.format(Locale.ROOT, "merge %d is not a pair: %s", pairs.size(), entry));
      }
      pairs.add(pair.get());
    }
    return pairs;
  }

  private static Optional<Pair> pair(Object entry) {
    if (entry instanceof String text) {
      int blank = text.indexOf(' ');
      return blank > 0 && blank < text.length() - 1 && text.indexOf(' ', blank + 1) < 0
          ? Optional.of(new Pair(text.substring(0, blank), text.substring(blank + 1)))
          : Optional.empty();
    }
    return entry instanceof List<?> pair
            && pair.size() == 2
            && pair.get(0) instanceof String left
            && pair.get(1) instanceof String right
            && !left.isEmpty()
            && !right.isEmpty()
        ? Optional.of(new Pair(left, right))
        : Optional.empty();
  }
}
