package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads flat JSON objects one after the other, as in JSON lines. */
final class JsonRecords {

  private final DataStream data;
  private final List<JsonRecord> records = new ArrayList<>();

  private JsonRecords(DataStream data) {
    this.data = data;
  }

  /**
   * Reads a stream, which its owner closes.
   *
   * @return one or more; fields that are null are left out
   * @throws InputException when there is none, one is not flat, or the text is not JSON
   */
  static List<JsonRecord> read(DataStream data) throws InputException {
    JsonRecords reader = new JsonRecords(data);
    JsonFile.read(data, reader::readAll);
    if (reader.records.isEmpty()) {
      throw new InputException(data.name() + ": nothing in it");
    }
    return reader.records;
  }

  private void readAll(JsonParser json) throws InputException {
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        throw JsonFile.bad(data, json, "expected an object");
      }
      records.add(record(json));
    }
  }

  private JsonRecord record(JsonParser json) throws InputException {
    int line = json.currentTokenLocation().getLineNr();
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        lists.put(name, list(json, name));
      } else if (token != JsonToken.VALUE_NULL) {
        values.put(name, scalar(json, name));
      }
    }
    return new JsonRecord(line, values, lists);
  }

  private List<String> list(JsonParser json, String name) throws InputException {
    List<String> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(scalar(json, name));
    }
    return List.copyOf(list);
  }

  private String scalar(JsonParser json, String name) throws InputException {
    JsonToken token = json.currentToken();
    if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw JsonFile.bad(data, json, "the field " + name + " holds no text or number");
    }
    return json.getString();
  }
}
