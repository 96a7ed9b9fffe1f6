package io.rank1.cli.view;

import io.rank1.cli.input.JsonProblem;
import io.rank1.cli.input.WholeText;
import io.rank1.cli.view.BadLineException.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The fields of a JSON object on one line: texts, numbers, truth values, and lists of objects or of
 * texts. Fields that are null count as absent; of other lists it is known that they are there. A
 * field of an object in it is called by both names, with a point between them.
 */
final class LineFields {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> values = new HashMap<>();

  private LineFields() {}

  /**
   * @throws BadLineException when the line is not one JSON object
   */
  static LineFields parse(String line) throws BadLineException {
    LineFields fields = new LineFields();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadLineException(Fault.NOT_JSON, "not a JSON object");
      }
      fields.readObject(json, "");
      if (json.nextToken() != null) {
        throw new BadLineException(Fault.NOT_JSON, "more than one JSON object");
      }
    } catch (JacksonException e) {
      throw new BadLineException(Fault.NOT_JSON, JsonProblem.describe(e));
    }
    return fields;
  }

  private void readObject(JsonParser json, String before) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      read(json, before + json.currentName());
    }
  }

  private void read(JsonParser json, String name) {
    switch (json.nextToken()) {
      case VALUE_STRING -> values.put(name, WholeText.value(json));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(name, json.getDoubleValue());
      case VALUE_TRUE -> values.put(name, Boolean.TRUE);
      case VALUE_FALSE -> values.put(name, Boolean.FALSE);
      case VALUE_NULL -> values.remove(name);
      case START_OBJECT -> {
        values.put(name, JsonToken.START_OBJECT);
        readObject(json, name + ".");
      }
      case START_ARRAY -> values.put(name, readList(json));
      default -> throw new IllegalStateException("no value: " + json.currentToken());
    }
  }

  /** What a list holds that is of texts, numbers and nulls, each as a text. */
  private record Texts(List<String> all) {}

  /** The list's objects or its texts, or its mark when it holds anything else. */
  private static Object readList(JsonParser json) {
    List<LineFields> objects = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    boolean others = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        LineFields fields = new LineFields();
        fields.readObject(json, "");
        objects.add(fields);
      } else if (json.currentToken().isScalarValue()) {
        texts.add(json.getString());
      } else {
        others = true;
        json.skipChildren();
      }
    }
    if (others || !objects.isEmpty() && !texts.isEmpty()) {
      return JsonToken.START_ARRAY;
    }
    return texts.isEmpty() ? objects : new Texts(List.copyOf(texts));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether there is a field whose name begins so. */
  boolean hasAnyBelow(String beginning) {
    return values.keySet().stream().anyMatch(name -> name.startsWith(beginning));
  }

  /** The text of a field, where it holds one. */
  Optional<String> textIfAny(String name) {
    return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * @throws BadLineException when the field holds something else
   */
  Optional<String> text(String name) throws BadLineException {
    return value(name, String.class, "a text");
  }

  /**
   * @throws BadLineException when the field holds something else
   */
  boolean flag(String name) throws BadLineException {
    return value(name, Boolean.class, "true or false").orElse(false);
  }

  /**
   * A number, as which 1e999 does not count.
   *
   * @throws BadLineException when the field holds something else
   */
  Optional<Double> number(String name) throws BadLineException {
    Optional<Double> value = value(name, Double.class, "a number");
    if (value.isPresent() && !Double.isFinite(value.get())) {
      throw wrong(name, "a finite number");
    }
    return value;
  }

  /**
   * A number that has a finite float.
   *
   * @throws BadLineException when the field holds something else
   */
  Optional<Float> single(String name) throws BadLineException {
    Optional<Double> value = number(name);
    if (value.isPresent() && !Float.isFinite(value.get().floatValue())) {
      throw wrong(name, "a finite number");
    }
    return value.map(Double::floatValue);
  }

  /**
   * The objects of a list; none when the field is absent.
   *
   * @throws BadLineException when the field holds something else
   */
  List<LineFields> objects(String name) throws BadLineException {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "a list of objects");
    }
    return list.stream().map(LineFields.class::cast).toList();
  }

  /**
   * What a list of texts and numbers holds, each as a text; nothing when the field is absent.
   *
   * @throws BadLineException when the field holds something else
   */
  List<String> texts(String name) throws BadLineException {
    Object value = values.get(name);
    if (value instanceof Texts texts) {
      return texts.all();
    }
    if (value == null || value instanceof List<?> list && list.isEmpty()) {
      return List.of();
    }
    throw wrong(name, "a list of texts or numbers");
  }

  /**
   * A count or rank; 0 when the field is absent.
   *
   * @param least the least number allowed
   * @throws BadLineException when the field holds something else
   */
  int count(String name, int least) throws BadLineException {
    Optional<Double> value = value(name, Double.class, "a number");
    if (value.isEmpty()) {
      return 0;
    }
    double number = value.get();
    if (number != Math.rint(number) || number < least || number > Integer.MAX_VALUE) {
      throw wrong(name, "a whole number from " + least + " on");
    }
    return (int) number;
  }

  private <T> Optional<T> value(String name, Class<T> type, String words) throws BadLineException {
    Object value = values.get(name);
    if (value != null && !type.isInstance(value)) {
      throw wrong(name, words);
    }
    return Optional.ofNullable(type.cast(value));
  }

  /** What a field is not. */
  static BadLineException wrong(String name, String words) {
    return new BadLineException(Fault.BAD_FIELD, "the field " + name + " is not " + words);
  }
}
