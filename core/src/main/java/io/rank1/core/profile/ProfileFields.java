package io.rank1.core.profile;

import io.rank1.core.json.JsonException;
import io.rank1.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of one object of a profile, each of the kind that is asked for.
 *
 * @param json empty where the object is missing
 */
record ProfileFields(JsonObject json) {

  /** As {@link #allow(String...)}, of two lists. */
  void allow(String[] some, String... more) throws JsonException {
    allow(Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new));
  }

  /** Refuses keys that are not known, which would be obeyed by nobody. */
  void allow(String... known) throws JsonException {
    for (String key : json.keys()) {
      if (!List.of(known).contains(key)) {
        throw json.wrong(key, "is no key that is known here; " + String.join(", ", known) + " are");
      }
    }
  }

  /** Refuses a part that the method does not have, or lacks. */
  void requirePart(String key, boolean isNeeded, Profile.Method method) throws JsonException {
    if (json.has(key) != isNeeded) {
      throw json.wrong(
          key,
          (isNeeded ? "is missing: the method " : "is too much: the method ")
              + word(method)
              + (isNeeded ? " needs it" : " has none"));
    }
  }

  /** A part that may be missing, and is empty then. */
  ProfileFields part(String key) throws JsonException {
    return new ProfileFields(json.object(key).orElseGet(() -> json.emptyObject(key)));
  }

  /** A part that has to be there. */
  ProfileFields required(String key) throws JsonException {
    return new ProfileFields(json.object(key).orElseThrow(() -> missing(key)));
  }

  String text(String key) throws JsonException {
    return json.string(key).orElseThrow(() -> missing(key));
  }

  String text(String key, String otherwise) throws JsonException {
    return json.string(key).orElse(otherwise);
  }

  /** A list of texts; empty when it is missing. */
  List<String> texts(String key) throws JsonException {
    List<String> texts = new ArrayList<>();
    for (Object value : json.list(key).orElse(List.of())) {
      if (!(value instanceof String text)) {
        throw json.broken(key, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /** A list of whole numbers from 0; empty when it is missing. */
  List<Integer> integers(String key) throws JsonException {
    List<Integer> numbers = new ArrayList<>();
    for (Object value : json.list(key).orElse(List.of())) {
      if (!(value instanceof Integer number) || number < 0) {
        throw json.broken(key, "a list of whole numbers from 0");
      }
      numbers.add(number);
    }
    return numbers;
  }

  int integer(String key) throws JsonException {
    long value = json.integer(key).orElseThrow(() -> missing(key));
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw json.broken(key, "a whole number from 0");
    }
    return (int) value;
  }

  Optional<Integer> positive(String key) throws JsonException {
    if (!json.has(key)) {
      return Optional.empty();
    }
    int value = integer(key);
    if (value == 0) {
      throw json.broken(key, "a positive whole number");
    }
    return Optional.of(value);
  }

  /** A seed; empty when it is missing. */
  OptionalLong seed(String key) throws JsonException {
    Optional<Long> seed = json.integer(key);
    return seed.isPresent() ? OptionalLong.of(seed.get()) : OptionalLong.empty();
  }

  double number(String key, double otherwise) throws JsonException {
    return json.number(key).orElse(otherwise);
  }

  /**
   * A constant by its name in small letters with dashes.
   *
   * @param otherwise where the key is missing; empty when it must not be
   */
  <E extends Enum<E>> E choice(String key, Class<E> type, Optional<E> otherwise)
      throws JsonException {
    if (!json.has(key) && otherwise.isPresent()) {
      return otherwise.get();
    }
    return constant(key, text(key), type);
  }

  /** The constant of a word that stands at a key. */
  <E extends Enum<E>> E constant(String key, String word, Class<E> type) throws JsonException {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(word)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(ProfileFields::word)
            .collect(Collectors.joining(", "));
    throw json.wrong(key, "is '" + word + "' and none of " + known);
  }

  /** As profiles write a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A template; an empty one when it is missing. */
  Template template(String key, Set<Template.Field> known) throws JsonException {
    Template template;
    try {
      template = Template.parse(text(key, ""));
    } catch (IllegalArgumentException e) {
      throw json.wrong(key, "is no template: " + e.getMessage());
    }
    for (Template.Field field : template.fields()) {
      if (!known.contains(field)) {
        throw json.wrong(key, "has no field {" + field.word() + "}");
      }
    }
    return template;
  }

  private JsonException missing(String key) {
    return json.wrong(key, "is missing");
  }
}
