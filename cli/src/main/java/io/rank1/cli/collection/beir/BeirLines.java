package io.rank1.cli.collection.beir;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.JsonProblem;
import io.rank1.cli.input.WholeText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The objects of a file, one a line, with {@code _id} (a string or a whole number), {@code text}
 * and maybe {@code title}; all else in them is ignored. An object is read up to its identifier; its
 * texts, and whether all of it is valid, only where they are asked for. Blank lines are left out.
 */
public final class BeirLines {

  /** A line's length is limited already. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final String ID = "_id";
  private static final String TITLE = "title";
  private static final String TEXT = "text";

  private final ByteLines lines;
  private String id = "";

  /**
   * @param lines left open
   */
  public BeirLines(ByteLines lines) {
    this.lines = lines;
  }

  /**
   * Goes to the next object and reads its identifier.
   *
   * @return false at the end
   * @throws InputException when the line is no object, or has no identifier
   */
  public boolean next() throws InputException {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (isBlank());
    try (JsonParser json = parser()) {
      id = findId(json);
    } catch (JacksonException e) {
      throw invalid(e);
    }
    if (id.isBlank()) {
      throw lines.bad("the field " + ID + " is blank");
    }
    return true;
  }

  /** The identifier of the object. */
  public String id() {
    return id;
  }

  /**
   * Reads the whole object.
   *
   * @throws InputException when it is not valid, or has no text
   */
  public BeirRecord record() throws InputException {
    lines.text(); // Jackson takes some invalid UTF-8, and other encodings
    try (JsonParser json = parser()) {
      return read(json);
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  private boolean isBlank() {
    for (int i = lines.from(); i < lines.to(); i++) {
      if (lines.bytes()[i] > ' ' || lines.bytes()[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private JsonParser parser() {
    return JSON.createParser(
        ObjectReadContext.empty(), lines.bytes(), lines.from(), lines.to() - lines.from());
  }

  private String findId(JsonParser json) throws InputException {
    requireObject(json);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean found = json.currentName().equals(ID);
      JsonToken value = json.nextToken();
      if (found) {
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
          throw lines.bad("the field " + ID + " is not a string");
        }
        return WholeText.value(json);
      }
      json.skipChildren();
    }
    throw lines.bad("no field " + ID);
  }

  private BeirRecord read(JsonParser json) throws InputException {
    requireObject(json);
    String title = "";
    String text = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals(TEXT)) {
        text = string(field, json);
      } else if (field.equals(TITLE) && value != JsonToken.VALUE_NULL) {
        title = string(field, json);
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw lines.bad("more than one object");
    }
    if (text == null) {
      throw lines.bad("no field " + TEXT);
    }
    return new BeirRecord(title, text);
  }

  private void requireObject(JsonParser json) throws InputException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw lines.bad("expected an object with the fields _id and text");
    }
  }

  private String string(String field, JsonParser json) throws InputException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw lines.bad("the field " + field + " is not a string");
    }
    return WholeText.value(json);
  }

  private InputException invalid(JacksonException problem) {
    return lines.bad("invalid JSON: " + JsonProblem.describe(problem));
  }
}
