package io.rank1.cli.input;

import io.rank1.core.pair.RerankRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A pair as a JSON object on one line. Fields of other names are left alone, so that results can be
 * scored anew.
 */
final class PairJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String QUERY = "query";
  private static final String PASSAGE = "passage";
  private static final String TITLE = "title";
  private static final String INSTRUCTION = "instruction";
  private static final String QID = "qid";
  private static final String DOCID = "docid";
  private static final String BUDGET = "max_think_tokens";

  private PairJson() {}

  /**
   * @param line the text
   * @param number its number, from 1
   * @throws IllegalArgumentException when it is no pair, with what is wrong
   */
  static PairRow parse(String line, long number) {
    Map<String, String> fields = fields(line);
    RerankRequest.Builder request =
        RerankRequest.builder(require(fields, QUERY), require(fields, PASSAGE))
            .title(fields.getOrDefault(TITLE, ""))
            .instruction(fields.getOrDefault(INSTRUCTION, ""));
    if (fields.containsKey(BUDGET)) {
      request.maxThinkTokens(PairColumns.budget(fields.get(BUDGET)));
    }
    boolean hasIds = fields.containsKey(QID) || fields.containsKey(DOCID);
    return new PairRow(
        number,
        hasIds
            ? Optional.of(new PairIds(require(fields, QID), require(fields, DOCID)))
            : Optional.empty(),
        request.build());
  }

  private static String require(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the field " + name + " is missing");
    }
    return value;
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        read(json, json.currentName(), fields);
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the object");
      }
      return fields;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(JsonProblem.describe(e), e);
    }
  }

  private static void read(JsonParser json, String name, Map<String, String> fields) {
    JsonToken value = json.nextToken();
    switch (name) {
      case QUERY, PASSAGE, TITLE, INSTRUCTION ->
          put(fields, name, value == JsonToken.VALUE_STRING, json);
      case QID, DOCID ->
          put(
              fields,
              name,
              value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT,
              json);
      case BUDGET -> put(fields, name, value == JsonToken.VALUE_NUMBER_INT, json);
      default -> json.skipChildren();
    }
  }

  private static void put(
      Map<String, String> fields, String name, boolean isFitting, JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (!isFitting) {
      throw new IllegalArgumentException(
          "the field " + name + (name.equals(BUDGET) ? " is no whole number" : " is no text"));
    }
    fields.put(name, WholeText.value(json));
  }
}
