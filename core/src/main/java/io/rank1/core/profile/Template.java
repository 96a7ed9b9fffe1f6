package io.rank1.core.profile;

import io.rank1.core.prompt.SegmentedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a prompt as a profile writes it: literals, in which special tokens count, and fields,
 * in which nothing is one. {@code {query}} is a field; <code>{|}</code> a border, across which no
 * two characters make one token; <code>{?title}…{/}</code> stands where the title has a text, and
 * <code>{!title}…{/}</code> where it has none. <code>{{</code> and <code>}}</code> are braces.
 * Immutable.
 */
public final class Template {

  /** What a prompt is filled with. */
  public enum Field {
    /** What is looked for. */
    QUERY,
    /** What makes a passage relevant, or the task. */
    INSTRUCTION,
    /** A passage's text. */
    PASSAGE,
    /** A passage's title. */
    TITLE,
    /** A passage's identifier within the prompt. */
    RANK,
    /** How many passages the prompt has. */
    NUM,
    /** What a first stage gave a passage. */
    SCORE;

    /** As templates write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Field> of(String word) {
      for (Field field : values()) {
        if (field.word().equals(word)) {
          return Optional.of(field);
        }
      }
      return Optional.empty();
    }
  }

  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Blank(Field field) implements Part {}

  private record Border() implements Part {}

  private record Condition(Field field, boolean isPresent, List<Part> parts) implements Part {}

  /** Nothing. */
  public static final Template EMPTY = new Template("", List.of());

  private final String source;
  private final List<Part> parts;

  private Template(String source, List<Part> parts) {
    this.source = source;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException with what is wrong and where, when it is none
   */
  public static Template parse(String text) {
    return new Template(text, new Parser(text).parse());
  }

  /** Divides a template at its one field of a kind: what stands before it, and what behind. */
  record Halves(Template before, Template behind) {}

  /**
   * @throws IllegalArgumentException unless the field occurs once, outside of conditions
   */
  Halves at(Field field) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).equals(new Blank(field))) {
        places.add(i);
      }
    }
    if (places.size() != 1 || count(parts, field) != 1) {
      throw new IllegalArgumentException(
          "{" + field.word() + "} is to stand in it once, outside of conditions");
    }
    int place = places.get(0);
    return new Halves(
        new Template(source, parts.subList(0, place)),
        new Template(source, parts.subList(place + 1, parts.size())));
  }

  private static int count(List<Part> parts, Field field) {
    int count = 0;
    for (Part part : parts) {
      if (part instanceof Condition condition) {
        count += count(condition.parts(), field);
      } else if (part.equals(new Blank(field))) {
        count++;
      }
    }
    return count;
  }

  /** This template, and another behind it. */
  Template plus(Template other) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new Template(source + other.source, all);
  }

  /** The fields that it has, those within conditions and those that conditions ask for included. */
  public Set<Field> fields() {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    collect(parts, fields);
    return Collections.unmodifiableSet(fields);
  }

  private static void collect(List<Part> parts, Set<Field> fields) {
    for (Part part : parts) {
      if (part instanceof Blank blank) {
        fields.add(blank.field());
      } else if (part instanceof Condition condition) {
        fields.add(condition.field());
        collect(condition.parts(), fields);
      }
    }
  }

  /**
   * Fills it.
   *
   * @param values the texts of fields; one without is empty
   */
  public SegmentedText fill(Map<Field, SegmentedText> values) {
    return fill(parts, values);
  }

  private static SegmentedText fill(List<Part> parts, Map<Field, SegmentedText> values) {
    SegmentedText filled = SegmentedText.EMPTY;
    for (Part part : parts) {
      filled = filled.plus(fill(part, values));
    }
    return filled;
  }

  private static SegmentedText fill(Part part, Map<Field, SegmentedText> values) {
    if (part instanceof Literal literal) {
      return SegmentedText.literal(literal.text());
    }
    if (part instanceof Blank blank) {
      return values.getOrDefault(blank.field(), SegmentedText.EMPTY);
    }
    if (part instanceof Condition condition) {
      boolean isPresent = !values.getOrDefault(condition.field(), SegmentedText.EMPTY).isEmpty();
      return isPresent == condition.isPresent()
          ? fill(condition.parts(), values)
          : SegmentedText.EMPTY;
    }
    return SegmentedText.BORDER;
  }

  /** As it was written. */
  @Override
  public String toString() {
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && parts.equals(template.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts);
  }

  /** Reads a template from its text, from left to right. */
  private static final class Parser {

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Part> parse() {
      List<Part> parts = parts();
      if (at < text.length()) {
        throw wrong("{/} ends no condition", at);
      }
      return parts;
    }

    /** Up to the end, or to what ends a condition. */
    private List<Part> parts() {
      List<Part> parts = new ArrayList<>();
      StringBuilder literal = new StringBuilder();
      while (at < text.length() && !text.startsWith("{/}", at)) {
        char c = text.charAt(at);
        if (text.startsWith("{{", at) || text.startsWith("}}", at)) {
          literal.append(c);
          at += 2;
        } else if (c == '{') {
          endLiteral(literal, parts);
          parts.add(braced());
        } else if (c == '}') {
          throw wrong("a } without its {; write }} for a brace", at);
        } else {
          literal.append(c);
          at++;
        }
      }
      endLiteral(literal, parts);
      return parts;
    }

    private static void endLiteral(StringBuilder literal, List<Part> parts) {
      if (!literal.isEmpty()) {
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
      }
    }

    private Part braced() {
      int from = at;
      int end = text.indexOf('}', at);
      if (end < 0) {
        throw wrong("a { without its }; write {{ for a brace", from);
      }
      String word = text.substring(at + 1, end);
      at = end + 1;
      if (word.equals("|")) {
        return new Border();
      }
      boolean isCondition = word.startsWith("?") || word.startsWith("!");
      String name = isCondition ? word.substring(1) : word;
      Field field =
          Field.of(name)
              .orElseThrow(
                  () -> wrong("there is no field {" + name + "}; write {{ for a brace", from));
      return isCondition ? condition(field, word.startsWith("?"), from) : new Blank(field);
    }

    private Part condition(Field field, boolean isPresent, int from) {
      List<Part> inner = parts();
      if (at >= text.length()) {
        throw wrong("no {/} ends the condition", from);
      }
      at += "{/}".length();
      return new Condition(field, isPresent, List.copyOf(inner));
    }

    private IllegalArgumentException wrong(String what, int place) {
      return new IllegalArgumentException(what + ", at character " + (place + 1));
    }
  }
}
