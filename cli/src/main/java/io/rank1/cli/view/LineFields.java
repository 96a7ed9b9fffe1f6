package io.rank1.cli.view;

import io.rank1.cli.input.JsonProblem;
import io.rank1.cli.input.WholeText;
import io.rank1.cli.view.BadLineException.Fault;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The fields of a JSON object on one line: texts, numbers and truth values. Fields that are null
 * count as absent; of lists it is known that they are there. A field of an object in it is called
 * by both names, with a point between them.
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
      default -> {
        values.put(name, json.currentToken());
        json.skipChildren();
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
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
   * A number that has a finite float.
   *
   * @throws BadLineException when the field holds something else
   */
  Optional<Float> number(String name) throws BadLineException {
    Optional<Double> value = value(name, Double.class, "a number");
    if (value.isPresent() && !Float.isFinite(value.get().floatValue())) {
      throw wrong(name, "a finite number");
    }
    return value.map(Double::floatValue);
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

  private static BadLineException wrong(String name, String words) {
    return new BadLineException(Fault.BAD_FIELD, "the field " + name + " is not " + words);
  }
}
