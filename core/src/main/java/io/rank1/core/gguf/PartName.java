package io.rank1.core.gguf;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a part of a split model says.
 *
 * @param model what all parts' names begin with
 * @param count how many parts there are, one at least
 */
record PartName(String model, int count) {
  private static final Pattern FORM = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

  /** Reads a file's name; empty if it is not of the form. */
  static Optional<PartName> of(Path path) {
    Matcher matcher = FORM.matcher(String.valueOf(path.getFileName()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(matcher.group(2));
    int count = Integer.parseInt(matcher.group(3));
    return number >= 1 && number <= count
        ? Optional.of(new PartName(matcher.group(1), count))
        : Optional.empty();
  }

  /** The name of a part, counted from 1. */
  String of(int number) {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", model, number, count);
  }
}
