package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads runs as one JSON object: scores by document, by topic. */
final class JsonRunReader {

  private static final String SHAPE = "expected {\"qid\": {\"docid\": score}}";

  private final DataStream data;
  private final RunBuilder run = new RunBuilder();

  private JsonRunReader(DataStream data) {
    this.data = data;
  }

  /**
   * Reads a stream, which its owner closes.
   *
   * @throws InputException when it is no such object, or a name comes twice in an object
   */
  static RunBuilder read(DataStream data) throws InputException {
    JsonRunReader reader = new JsonRunReader(data);
    JsonFile.read(data, reader::readTopics);
    return reader.run;
  }

  private void readTopics(JsonParser json) throws InputException {
    require(json, json.nextToken() == JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String topic = json.currentName();
      require(json, json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String docid = json.currentName();
        require(json, json.nextToken().isNumeric());
        run.add(topic, new ScoredDocument(docid, (float) json.getDoubleValue()));
      }
    }
    require(json, json.nextToken() == null);
  }

  private void require(JsonParser json, boolean asExpected) throws InputException {
    if (!asExpected) {
      throw JsonFile.bad(data, json, SHAPE);
    }
  }
}
