package io.rank1.models.hub;

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
 * @param files all files whose names can be those of files on disk
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
   * rfilename}. Files with names that no file on disk can have, on one system or another, are left
   * out: they are none of a model, and others of the repository may be.
   *
   * @throws HubException if it is not that; asking again would not help
   */
  static RepositoryListing read(HubRepository repository, byte[] answer) {
    String commit = null;
    List<HubFile> files = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(repository, null);
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
      throw damaged(repository, e);
    }
  }

  private static HubException damaged(HubRepository repository, Exception cause) {
    return new HubException(
        HubException.Kind.DAMAGED,
        "what the server sends is no list of "
            + repository
            + "'s files, so it is no hub, or a proxy answers in its place; check HF_ENDPOINT and the"
            + " proxy",
        cause);
  }

  private static void readFiles(HubRepository repository, JsonParser json, List<HubFile> files) {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        readFile(repository, json, files);
      } else {
        json.skipChildren();
      }
    }
  }

  private static void readFile(HubRepository repository, JsonParser json, List<HubFile> files) {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.nextToken();
      if (name.equals("rfilename") && value == JsonToken.VALUE_STRING) {
        HubFile.parse(repository, json.getString()).ifPresent(files::add);
      } else {
        json.skipChildren();
      }
    }
  }
}
