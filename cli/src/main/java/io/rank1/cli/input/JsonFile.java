package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** A file of JSON of a known shape, read as a stream. */
public final class JsonFile {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String name;
  private final String shape;
  private final JsonParser json;

  private JsonFile(String name, String shape, JsonParser json) {
    this.name = name;
    this.shape = shape;
    this.json = json;
  }

  /** What reads the tokens. */
  public interface Body {

    /**
     * @throws InputException when the file does not have the shape
     */
    void read(JsonFile json) throws InputException;
  }

  /**
   * Reads a file.
   *
   * @param name its name in messages
   * @param in not packed; closed
   * @param shape what is expected, for messages
   * @throws InputException when the file is no UTF-8 or no JSON, has another shape or something
   *     behind it, or a name comes twice in an object
   */
  public static void read(String name, InputStream in, String shape, Body body)
      throws InputException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), new CheckedUtf8(in))) {
      JsonFile file = new JsonFile(name, shape, json);
      try {
        body.read(file);
        file.require(json.nextToken() == null);
      } catch (JacksonIOException e) {
        throw unreadable(name, e.getCause());
      } catch (JacksonException e) {
        throw InputException.at(name, file.line(e), JsonProblem.describe(e));
      }
    } catch (JacksonIOException e) { // the parser looks at the beginning when it is made
      throw unreadable(name, e.getCause());
    }
  }

  private static InputException unreadable(String name, IOException problem) {
    return problem instanceof CheckedUtf8.InvalidException invalid
        ? InputException.at(name, invalid.line(), invalid.getMessage())
        : new InputException("cannot read " + name + ": " + IoProblem.describe(problem));
  }

  /** Where a limit of Jackson's is passed, it tells no place. */
  private long line(JacksonException problem) {
    TokenStreamLocation place = problem.getLocation();
    return Math.max(1, (place == null ? json.currentLocation() : place).getLineNr());
  }

  /** The tokens. */
  public JsonParser json() {
    return json;
  }

  /** The text of the present token, of whole characters. */
  public String text() {
    return WholeText.value(json);
  }

  /** The line of the present token, from 1. */
  public long line() {
    return Math.max(1, json.currentTokenLocation().getLineNr());
  }

  /**
   * Goes to the next token.
   *
   * @throws InputException when it is another one
   */
  public void require(JsonToken token) throws InputException {
    require(json.nextToken() == token);
  }

  /**
   * @throws InputException when the file does not have the shape
   */
  public void require(boolean asExpected) throws InputException {
    if (!asExpected) {
      throw bad("expected " + shape);
    }
  }

  /** A problem with the present token. */
  public InputException bad(String problem) {
    return InputException.at(name, line(), problem);
  }
}
