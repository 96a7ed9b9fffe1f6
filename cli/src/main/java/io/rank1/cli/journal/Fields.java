package io.rank1.cli.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The fields of a flat JSON object, as texts. */
final class Fields {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /** All fields; those that are null or have parts of their own are left out. */
  static Fields all(byte[] line, int length) {
    return read(line, length, null);
  }

  /** The fields in front of one. */
  static Fields before(String end, byte[] line, int length) {
    return read(line, length, end);
  }

  /**
   * @throws IllegalArgumentException when the line is no JSON object
   */
  private static Fields read(byte[] line, int length, String end) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line, 0, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME && !json.currentName().equals(end)) {
        String name = json.currentName();
        if (json.nextToken().isScalarValue()) {
          values.put(name, json.getString());
        } else {
          json.skipChildren();
        }
      }
      return new Fields(values);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * @throws IllegalArgumentException when the field is missing
   */
  String text(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("the field " + name + " is missing"));
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * @throws IllegalArgumentException when the field is missing or no whole number
   */
  int integer(String name) {
    return Integer.parseInt(text(name));
  }

  /**
   * @throws IllegalArgumentException when the field is missing or no whole number
   */
  long longInteger(String name) {
    return Long.parseLong(text(name));
  }

  /**
   * @throws IllegalArgumentException when the field is missing or no number
   */
  float number(String name) {
    return Float.parseFloat(text(name)); // not by way of a double, which would round twice
  }
}
