package io.rank1.core.prompt;

import io.rank1.core.prompt.SegmentedText.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Special tokens by their texts, and how a text is divided at them. Of those that begin at one
 * place the longest counts, and the first place counts first, as where Hugging Face's tokenizers
 * look for added tokens. Immutable.
 */
public final class SpecialTokenFinder {

  /** What is tokenized as one. */
  public sealed interface Part permits Token, Run {}

  /** A special token. */
  public record Token(int id) implements Part {}

  /** A text without special tokens, which is one string for the tokenizer. */
  public record Run(String text) implements Part {}

  /**
   * A place where a text spells a special token.
   *
   * @param start its first UTF-16 unit
   * @param end the one after its last
   */
  public record Match(int start, int end, int token) {}

  private record Entry(String text, int token) {}

  private final Map<Character, List<Entry>> byFirst = new HashMap<>(); // the longest first

  /**
   * @param tokens ids by text
   * @throws IllegalArgumentException when a text is empty
   */
  public SpecialTokenFinder(Map<String, Integer> tokens) {
    tokens.forEach(
        (text, token) -> {
          if (text.isEmpty()) {
            throw new IllegalArgumentException("token " + token + " has no text");
          }
          byFirst
              .computeIfAbsent(text.charAt(0), first -> new ArrayList<>())
              .add(new Entry(text, token));
        });
    Comparator<Entry> longestFirst = Comparator.comparingInt(entry -> -entry.text().length());
    byFirst.values().forEach(entries -> entries.sort(longestFirst));
  }

  /**
   * Divides a text at its borders and at the special tokens that its literals spell. Whatever
   * stands between two of these, literal and user text together, is one run.
   */
  public List<Part> divide(SegmentedText text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (Segment segment : text.segments()) {
      switch (segment.kind()) {
        case USER_TEXT -> run.append(segment.text());
        case BORDER -> endRun(run, parts);
        default -> divide(segment.text(), run, parts);
      }
    }
    endRun(run, parts);
    return parts;
  }

  private void divide(String literal, StringBuilder run, List<Part> parts) {
    int from = 0;
    for (Optional<Match> next = find(literal, 0); next.isPresent(); next = find(literal, from)) {
      run.append(literal, from, next.get().start());
      endRun(run, parts);
      parts.add(new Token(next.get().token()));
      from = next.get().end();
    }
    run.append(literal, from, literal.length());
  }

  private static void endRun(StringBuilder run, List<Part> parts) {
    if (!run.isEmpty()) {
      parts.add(new Run(run.toString()));
      run.setLength(0);
    }
  }

  /** The first place at or behind an index where a text spells a special token. */
  public Optional<Match> find(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      for (Entry entry : byFirst.getOrDefault(text.charAt(at), List.of())) {
        if (text.startsWith(entry.text(), at)) {
          return Optional.of(new Match(at, at + entry.text().length(), entry.token()));
        }
      }
    }
    return Optional.empty();
  }
}
