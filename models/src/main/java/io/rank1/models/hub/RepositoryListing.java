package io.rank1.models.hub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A state of a repository.
 *
 * @param commit the state's hash
 * @param files all files
 */
public record RepositoryListing(String commit, List<HubFile> files) {

  /** Validates and copies the components. */
  public RepositoryListing {
    if (!Revisions.isCommit(commit)) {
      throw new IllegalArgumentException("no commit: '" + commit + "'");
    }
    files = List.copyOf(files);
  }

  /**
   * Reads the hub's answer: an object with {@code sha}, and {@code siblings} with {@code
   * rfilename}.
   *
   * @throws IOException if it is not that
   */
  static RepositoryListing read(HubRepository repository, byte[] answer) throws IOException {
    String commit = null;
    List<HubFile> files = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the list of " + repository + "'s files is no JSON object");
      }
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        JsonToken value = json.nextToken();
        if (name.equals("sha") && value == JsonToken.VALUE_STRING) {
          commit = json.getString();
        } else if (name.equals("siblings") && value == JsonToken.START_ARRAY) {
          readFiles(repository, json, files);
        } else {
          json.skipChildren();
        }
      }
      return new RepositoryListing(Objects.requireNonNullElse(commit, ""), files);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("the list of " + repository + "'s files is damaged", e);
    }
  }

  private static void readFiles(HubRepository repository, JsonParser json, List<HubFile> files) {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        JsonToken value = json.nextToken();
        if (name.equals("rfilename") && value == JsonToken.VALUE_STRING) {
          files.add(new HubFile(repository, json.getString()));
        } else {
          json.skipChildren();
        }
      }
    }
  }
}
