package io.rank1.cli.trec;

import io.rank1.cli.exit.OneLine;
import io.rank1.cli.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON and names the place of what is wrong with it. */
final class JsonFile {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Takes the tokens; a problem of Jackson's may go through it. */
  interface Content {

    /**
     * @throws InputException when the JSON is not what is expected
     */
    void read(JsonParser json) throws InputException;
  }

  private JsonFile() {}

  /**
   * Reads a stream, which its owner closes.
   *
   * @throws InputException when it cannot be read, is not JSON, names a field twice in an object,
   *     or is not what the content expects
   */
  static void read(DataStream data, Content content) throws InputException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), data.in())) {
      content.read(json);
    } catch (JacksonIOException e) {
      throw DataStream.unreadable(data.name(), e.getCause());
    } catch (JacksonException e) {
      throw InputException.at(
          data.name(), e.getLocation().getLineNr(), OneLine.of(e.getOriginalMessage()));
    }
  }

  /** A problem at the token that was read last. */
  static InputException bad(DataStream data, JsonParser json, String problem) {
    return InputException.at(
        data.name(), Math.max(1, json.currentTokenLocation().getLineNr()), problem);
  }
}
