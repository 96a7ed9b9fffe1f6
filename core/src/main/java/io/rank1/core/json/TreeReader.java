package io.rank1.core.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON file into maps, lists, strings, numbers, booleans and nulls. */
final class TreeReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(16 << 20)
                  .maxDocumentLength(256L << 20)
                  .build())
          .build();

  private final Path file;
  private final Map<String, Integer> lines = new HashMap<>();
  private final boolean countsLines;

  /**
   * @param file what errors name
   * @param countsLines whether {@link #lines} is to be told
   */
  TreeReader(Path file, boolean countsLines) {
    this.file = file;
    this.countsLines = countsLines;
  }

  /** The line of every key, by its path: {@code a.b[0].c}. */
  Map<String, Integer> lines() {
    return lines;
  }

  /**
   * Reads one object.
   *
   * @param in closed at the end
   */
  Map<String, Object> read(InputStream in) throws IOException {
    try (in;
        JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException(file, "it is no JSON object");
      }
      Map<String, Object> object = object(parser, "");
      if (parser.nextToken() != null) {
        throw new JsonException(file, "something follows its JSON object");
      }
      return object;
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new JsonException(file, "line " + line + " is no JSON: " + e.getOriginalMessage());
    }
  }

  private Map<String, Object> object(JsonParser parser, String path) throws JsonException {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      if (countsLines) {
        lines.put(path + key, parser.currentTokenLocation().getLineNr());
      }
      parser.nextToken();
      Object value = value(parser, path + key);
      if (object.containsKey(key)) {
        throw new JsonException(file, "the key '" + key + "' occurs twice in an object");
      }
      object.put(key, value);
    }
    return object;
  }

  private List<Object> list(JsonParser parser, String path) throws JsonException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (countsLines) {
        lines.put(path + "[" + list.size() + "]", parser.currentTokenLocation().getLineNr());
      }
      list.add(value(parser, path + "[" + list.size() + "]"));
    }
    return list;
  }

  private Object value(JsonParser parser, String path) throws JsonException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, path + ".");
      case START_ARRAY -> list(parser, path);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> null; // null, the only token that is left
    };
  }
}
