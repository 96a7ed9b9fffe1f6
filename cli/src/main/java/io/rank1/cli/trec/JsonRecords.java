package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.JsonFile;
import io.rank1.cli.input.OpenedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads flat JSON objects one after the other, as in JSON lines. */
final class JsonRecords {

  private static final String SHAPE = "an object";

  private final List<JsonRecord> records = new ArrayList<>();

  private JsonRecords() {}

  /**
   * Reads a file, which its owner closes.
   *
   * @return one or more; fields that are null are left out
   * @throws InputException when there is none, one is not flat, or the text is not JSON
   */
  static List<JsonRecord> read(OpenedFile file) throws InputException {
    JsonRecords reader = new JsonRecords();
    JsonFile.read(file.name(), file.contents(), SHAPE, reader::readAll);
    if (reader.records.isEmpty()) {
      throw new InputException(file.name() + ": nothing in it");
    }
    return reader.records;
  }

  private void readAll(JsonFile file) throws InputException {
    JsonParser json = file.json();
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      file.require(token == JsonToken.START_OBJECT);
      records.add(record(file));
    }
  }

  private static JsonRecord record(JsonFile file) throws InputException {
    JsonParser json = file.json();
    long line = file.line();
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        lists.put(name, list(file, name));
      } else if (token != JsonToken.VALUE_NULL) {
        values.put(name, scalar(file, name));
      }
    }
    return new JsonRecord(line, values, lists);
  }

  private static List<String> list(JsonFile file, String name) throws InputException {
    List<String> list = new ArrayList<>();
    while (file.json().nextToken() != JsonToken.END_ARRAY) {
      list.add(scalar(file, name));
    }
    return List.copyOf(list);
  }

  private static String scalar(JsonFile file, String name) throws InputException {
    JsonToken token = file.json().currentToken();
    if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw file.bad("the field " + name + " holds no text or number");
    }
    return file.text();
  }
}
