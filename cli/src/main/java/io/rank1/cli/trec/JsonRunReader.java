package io.rank1.cli.trec;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.exit.OneLine;
import io.rank1.cli.input.GzipDetector;
import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Reads runs as one JSON object: scores by document, by topic. */
final class JsonRunReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String SHAPE = "expected {\"qid\": {\"docid\": score}}";

  private final Path file;
  private final RunBuilder run = new RunBuilder();

  private JsonRunReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file, packed with gzip or not.
   *
   * @throws InputException when it is no such object, or a name comes twice in an object
   */
  static RunBuilder read(Path file) throws InputException {
    JsonRunReader reader = new JsonRunReader(file);
    try (InputStream raw = Files.newInputStream(file);
        JsonParser json =
            JSON.createParser(ObjectReadContext.empty(), GzipDetector.unpacked(raw))) {
      reader.readTopics(json);
    } catch (JacksonIOException e) {
      throw reader.unreadable(e.getCause());
    } catch (JacksonException e) {
      throw InputException.at(
          file.toString(), e.getLocation().getLineNr(), OneLine.of(e.getOriginalMessage()));
    } catch (IOException e) {
      throw reader.unreadable(e);
    }
    return reader.run;
  }

  private InputException unreadable(IOException problem) {
    return new InputException("cannot read " + file + ": " + IoProblem.describe(problem));
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
      throw InputException.at(
          file.toString(), Math.max(1, json.currentTokenLocation().getLineNr()), SHAPE);
    }
  }
}
