package io.rank1.models.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads {@code model.safetensors.index.json}: which shard holds which tensor. */
final class SafetensorsIndex {
  private static final int MAX_TENSORS = 1 << 18;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(4096)
                  .maxStringLength(1 << 20)
                  .maxNestingDepth(64)
                  .maxDocumentLength(SafetensorsFile.MAX_HEADER_BYTES)
                  .build())
          .build();

  private SafetensorsIndex() {}

  /**
   * The file name of the shard of every tensor, in the order of the index.
   *
   * @throws SafetensorsException if it is no index, or names a file outside its own folder
   */
  static Map<String, String> read(Path path) throws IOException {
    Map<String, String> shards = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(path);
        JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new SafetensorsException(path, "the index is no JSON object");
      }
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (key.equals("weight_map") && value == JsonToken.START_OBJECT) {
          weightMap(path, parser, shards);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new SafetensorsException(path, "the index is no JSON: " + e.getOriginalMessage());
    }
    if (shards.isEmpty()) {
      throw new SafetensorsException(path, "the index has no weight_map that names a tensor");
    }
    return shards;
  }

  private static void weightMap(Path path, JsonParser parser, Map<String, String> shards)
      throws SafetensorsException {
    for (String tensor = parser.nextName(); tensor != null; tensor = parser.nextName()) {
      String shard = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
      if (shard.isEmpty() || shard.matches("(?s).*[/\\\\\\p{Cntrl}].*") || shard.startsWith("..")) {
        throw new SafetensorsException(
            path, "tensor " + tensor + ": '" + shard + "' is no file name");
      }
      if (shards.size() == MAX_TENSORS) {
        throw new SafetensorsException(path, "more than " + MAX_TENSORS + " tensors");
      }
      if (shards.put(tensor, shard) != null) {
        throw new SafetensorsException(path, "tensor " + tensor + ": it occurs twice");
      }
    }
  }
}
