package io.rank1.cli.journal;

import java.nio.charset.StandardCharsets;
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
 * The fields of a JSON object, as texts; those with parts of their own as the JSON that they are.
 */
final class Fields {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /** All fields; those that are null are left out. */
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
        JsonToken value = json.nextToken();
        if (value.isStructStart()) {
          values.put(name, skipped(json, line));
        } else if (value != JsonToken.VALUE_NULL) {
          values.put(name, json.getString());
        }
      }
      return new Fields(values);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** What lies between two brackets, with them. */
  private static String skipped(JsonParser json, byte[] line) {
    int from = (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    int to = (int) json.currentLocation().getByteOffset();
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  /** All of them, by name. */
  Map<String, String> texts() {
    return Map.copyOf(values);
  }

  /**
   * The fields of a field.
   *
   * @throws IllegalArgumentException when it is missing or has none
   */
  Fields parts(String name) {
    byte[] object = text(name).getBytes(StandardCharsets.UTF_8);
    return all(object, object.length);
  }

  /**
   * @throws IllegalArgumentException when the field is missing
   */
  String text(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("the field " + name + " is missing"));
  }

  /**
   * What a list holds, each as a text; of null the word.
   *
   * @throws IllegalArgumentException when the field is missing or no list of texts and numbers
   */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text(name))) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new IllegalArgumentException("the field " + name + " is no list");
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken().isStructStart()) {
          throw new IllegalArgumentException("the field " + name + " holds more than texts");
        }
        texts.add(json.getString());
      }
      return texts;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
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
