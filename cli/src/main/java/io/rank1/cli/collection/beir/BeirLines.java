package io.rank1.cli.collection.beir;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.JsonProblem;
import io.rank1.cli.input.WholeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The objects of a file, one a line, with an identifier (a string or a whole number), a text and
 * maybe {@code title}, by any of the names of {@link BeirFields}; all else in them is ignored. An
 * object is read up to its identifier; its texts, and whether all of it is valid, only where they
 * are asked for, and in the first one. Two fields that could be meant are an error there, unless
 * they hold the same. Blank lines are left out.
 */
public final class BeirLines {

  /** A line's length is limited already. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final String TITLE = "title";
  private static final String EXCLUDED = "excluded_ids";

  /** Whether an object may be without a text. */
  public enum Text {
    REQUIRED,
    OPTIONAL
  }

  private final ByteLines lines;
  private final BeirFields fields;
  private String id = "";
  private boolean looked; // into a whole object

  /**
   * @param lines left open
   * @param fields what the objects are
   */
  public BeirLines(ByteLines lines, BeirFields fields) {
    this.lines = lines;
    this.fields = fields;
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
    if (!looked) {
      look();
    }
    return true;
  }

  /** Sees whether fields are ambiguous; only what is asked for has to be valid JSON. */
  private void look() throws InputException {
    looked = true;
    try (JsonParser json = parser()) {
      read(json, Text.OPTIONAL);
    } catch (JacksonException e) {
      return; // it is said where the object is asked for
    }
  }

  /** The identifier of the object. */
  public String id() {
    return id;
  }

  /**
   * Reads the whole object.
   *
   * @throws InputException when it is not valid, has no text and one is required, or has two fields
   *     that could be its identifier or its text
   */
  public BeirRecord record(Text text) throws InputException {
    lines.text(); // Jackson takes some invalid UTF-8, and other encodings
    try (JsonParser json = parser()) {
      return read(json, text);
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
      String field = json.currentName();
      json.nextToken();
      if (fields.isId(field)) {
        return id(field, json);
      }
      json.skipChildren();
    }
    throw lines.bad("no field " + fields.ids());
  }

  private String id(String field, JsonParser json) throws InputException {
    JsonToken value = json.currentToken();
    if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
      throw lines.bad("the field " + field + " is not a string");
    }
    String found = WholeText.value(json);
    if (found.isBlank()) {
      throw lines.bad("the field " + field + " is blank");
    }
    return found;
  }

  private BeirRecord read(JsonParser json, Text required) throws InputException {
    requireObject(json);
    Choice ids = new Choice("identifier");
    Choice texts = new Choice("text");
    String title = "";
    List<String> excluded = List.of();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      boolean string = value == JsonToken.VALUE_STRING;
      if (fields.isId(field)) {
        ids.add(field, id(field, json));
      } else if (fields.isText(field) && (string || isWrong(value, required))) {
        texts.add(field, string(field, json));
      } else if (field.equals(TITLE) && (string || isWrong(value, required))) {
        title = string(field, json);
      } else if (field.equals(EXCLUDED) && value == JsonToken.START_ARRAY) {
        excluded = strings(field, json);
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw lines.bad("more than one object");
    }
    if (texts.value == null && fields == BeirFields.QUERIES && !title.isEmpty()) {
      texts.add(TITLE, title);
    }
    if (texts.value == null && required == Text.REQUIRED) {
      throw lines.bad("no field " + fields.texts());
    }
    return new BeirRecord(title, texts.value == null ? "" : texts.value, excluded);
  }

  /** What is null counts as absent, and what is not asked for may be anything. */
  private static boolean isWrong(JsonToken value, Text required) {
    return required == Text.REQUIRED && value != JsonToken.VALUE_NULL;
  }

  /** What of several fields is meant. */
  private final class Choice {

    private final String what;
    private String field;
    private String value;

    Choice(String what) {
      this.what = what;
    }

    void add(String newField, String newValue) throws InputException {
      if (value != null && !value.equals(newValue)) {
        throw lines.bad(
            String.format(
                Locale.ROOT,
                "both %s and %s could be the %s; keep one of the two",
                field,
                newField,
                what));
      }
      field = newField;
      value = newValue;
    }
  }

  private void requireObject(JsonParser json) throws InputException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.START_ARRAY) {
      throw lines.bad(
          "expected an object on each line, not an array; jq -c '.[]' makes such lines");
    }
    if (token != JsonToken.START_OBJECT) {
      throw lines.bad("expected an object with the fields _id and text");
    }
  }

  private List<String> strings(String field, JsonParser json) throws InputException {
    List<String> strings = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      strings.add(string(field, json));
    }
    return strings;
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
