package io.rank1.core.json;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.json.JsonFactory;

/**
 * An object of a JSON file. A key whose value is null counts as absent; a getter refuses a value of
 * another type, naming file and key. Immutable.
 */
public final class JsonObject {
  private final Path file;
  private final String prefix;
  private final Map<String, Object> values;
  private final Map<String, Integer> lines; // by path; empty where they were not counted

  private JsonObject(
      Path file, String prefix, Map<String, Object> values, Map<String, Integer> lines) {
    this.file = file;
    this.prefix = prefix;
    this.values = Collections.unmodifiableMap(values);
    this.lines = lines;
  }

  /** A class of the library that parses JSON: who makes a class path needs its place. */
  public static Class<?> library() {
    return JsonFactory.class;
  }

  /**
   * Reads a file that holds one object.
   *
   * @throws JsonException if it holds anything else, a key twice, or more than 256 MiB
   * @throws IOException if it cannot be read
   */
  public static JsonObject read(Path file) throws IOException {
    return read(file, Files.newInputStream(file));
  }

  /**
   * Reads what holds one object, and need not be a file.
   *
   * @param name what errors call it
   * @param in closed at the end
   * @throws JsonException if it holds anything else, a key twice, or more than 256 MiB
   * @throws IOException if it cannot be read
   */
  public static JsonObject read(Path name, InputStream in) throws IOException {
    return new JsonObject(name, "", new TreeReader(name, false).read(in), Map.of());
  }

  /**
   * Reads what holds one object and was written by hand: errors name the line too.
   *
   * @param name what errors call it
   * @param in closed at the end
   * @throws JsonException if it holds anything else, a key twice, or more than 256 MiB
   * @throws IOException if it cannot be read
   */
  public static JsonObject readWithLines(Path name, InputStream in) throws IOException {
    TreeReader reader = new TreeReader(name, true);
    return new JsonObject(name, "", reader.read(in), reader.lines());
  }

  /** The keys, in the order of the file, those with null values included. */
  public Set<String> keys() {
    return values.keySet();
  }

  /** All that it holds, by key, as it was read. */
  public Map<String, Object> values() {
    return values;
  }

  /** An object of a key that is not there: it holds nothing. */
  public JsonObject emptyObject(String key) {
    return new JsonObject(file, prefix + key + ".", Map.of(), lines);
  }

  /** Whether the key is there with a value other than null. */
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /** The text of a key, or empty. */
  public Optional<String> string(String key) throws JsonException {
    return get(key, String.class, "a string");
  }

  /** The boolean of a key, or empty. */
  public Optional<Boolean> bool(String key) throws JsonException {
    return get(key, Boolean.class, "true or false");
  }

  /**
   * The whole number of a key, or empty; one written with a fraction of zero is whole.
   *
   * @throws JsonException also if it is below -2^63, or 2^63 or more
   */
  public Optional<Long> integer(String key) throws JsonException {
    Optional<Number> number = get(key, Number.class, "a number");
    if (number.isEmpty()) {
      return Optional.empty();
    }
    if (number.get().doubleValue() % 1 != 0) {
      throw broken(key, "a whole number");
    }
    try {
      return Optional.of(new BigDecimal(number.get().toString()).longValueExact());
    } catch (ArithmeticException e) {
      throw broken(key, "a whole number of 64 bits");
    }
  }

  /** The number of a key, or empty. */
  public Optional<Double> number(String key) throws JsonException {
    return get(key, Number.class, "a number").map(Number::doubleValue);
  }

  /** The object of a key, or empty. */
  public Optional<JsonObject> object(String key) throws JsonException {
    Optional<Map<String, Object>> map = map(key);
    return map.map(value -> new JsonObject(file, prefix + key + ".", value, lines));
  }

  /** The list of a key, or empty: strings, numbers, booleans, nulls, lists and maps. */
  public Optional<List<Object>> list(String key) throws JsonException {
    Optional<List<?>> list = get(key, List.class, "a list").map(value -> (List<?>) value);
    return list.map(Collections::unmodifiableList);
  }

  /** The list of a key, all of whose elements must be objects; empty if there is none. */
  public List<JsonObject> objects(String key) throws JsonException {
    List<JsonObject> objects = new ArrayList<>();
    List<Object> list = list(key).orElse(List.of());
    for (int i = 0; i < list.size(); i++) {
      String name = key + "[" + i + "]";
      if (!(list.get(i) instanceof Map<?, ?> map)) {
        throw broken(name, "an object");
      }
      objects.add(new JsonObject(file, prefix + name + ".", asObject(map), lines));
    }
    return objects;
  }

  /** A value as it was read, or empty. */
  public Optional<Object> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** An exception that names file and key. */
  public JsonException broken(String key, String expected) {
    return wrong(key, "is not " + expected);
  }

  /** An exception that names file, key, and the line where lines were counted. */
  public JsonException wrong(String key, String rule) {
    return new JsonException(file, place(prefix + key) + prefix + key + " " + rule);
  }

  /** The line of a path, or of what it stands in; nothing where lines were not counted. */
  private String place(String path) {
    if (lines.isEmpty()) {
      return "";
    }
    String nearest = path;
    while (!nearest.isEmpty() && !lines.containsKey(nearest)) {
      int end = Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['));
      nearest = nearest.substring(0, Math.max(0, end));
    }
    return "line " + lines.getOrDefault(nearest, 1) + ": ";
  }

  /** The file. */
  public Path file() {
    return file;
  }

  private Optional<Map<String, Object>> map(String key) throws JsonException {
    return get(key, Map.class, "an object").map(JsonObject::asObject);
  }

  @SuppressWarnings("unchecked") // the reader makes no other maps
  private static Map<String, Object> asObject(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  private <T> Optional<T> get(String key, Class<T> type, String words) throws JsonException {
    Object value = values.get(key);
    if (value != null && !type.isInstance(value)) {
      throw broken(key, words);
    }
    return Optional.ofNullable(type.cast(value));
  }
}
