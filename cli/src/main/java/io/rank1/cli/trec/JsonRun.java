package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.JsonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A run in JSON: scores by document by topic, alone or below the names of one set. */
final class JsonRun {

  static final String SHAPE = "{\"qid\": {\"docid\": score}}";

  private static final String MODEL = "mteb_model_meta"; // what mteb 2 says of the model
  private static final int DEEPEST = 3; // subset, split and topic

  private final Consumer<RunLine> taker;
  private final List<String> names = new ArrayList<>(); // of the objects around the present one
  private List<String> set; // the names around the topics; null until there is a score

  /**
   * @param taker takes each line; an IllegalArgumentException of it is a problem of the line
   */
  JsonRun(Consumer<RunLine> taker) {
    this.taker = taker;
  }

  /**
   * @throws InputException when the file has another shape, or several sets
   */
  void read(JsonFile file) throws InputException {
    file.require(JsonToken.START_OBJECT);
    readObject(file);
  }

  private void readObject(JsonFile file) throws InputException {
    JsonParser json = file.json();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (names.isEmpty() && name.equals(MODEL)) {
        json.skipChildren();
      } else if (value == JsonToken.START_OBJECT && names.size() < DEEPEST) {
        names.add(name);
        readObject(file);
        names.remove(names.size() - 1);
      } else {
        file.require(value.isNumeric() && !names.isEmpty());
        take(file, name);
      }
    }
  }

  private void take(JsonFile file, String docid) throws InputException {
    int topic = names.size() - 1;
    if (set == null) {
      set = List.copyOf(names.subList(0, topic));
    } else if (!set.equals(names.subList(0, topic))) {
      file.require(set.size() == topic);
      throw file.bad(
          String.format(
              Locale.ROOT,
              "rankings of %s, after those of %s; keep one of the two in a file",
              String.join("/", names.subList(0, topic)),
              String.join("/", set)));
    }
    try {
      taker.accept(
          new RunLine(file.line(), names.get(topic), docid, "", file.json().getDoubleValue()));
    } catch (IllegalArgumentException e) {
      throw file.bad(e.getMessage());
    }
  }
}
