package io.rank1.models.catalog;

import io.rank1.models.hub.HubRepository;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the catalogue's JSON. */
final class CatalogReader {

  private final JsonParser json;

  private CatalogReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a catalogue.
   *
   * @throws IOException if it is none
   */
  static ModelCatalog read(InputStream in) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      return new ModelCatalog(new CatalogReader(json).models());
    } catch (JacksonException | IllegalArgumentException | ClassCastException e) {
      throw new IOException("the catalogue is damaged: " + e.getMessage(), e);
    }
  }

  private List<ModelEntry> models() {
    List<ModelEntry> models = new ArrayList<>();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("it is no object");
    }
    for (Object model : (List<?>) field(members(), "models")) {
      models.add(model(object(model)));
    }
    return models;
  }

  private static ModelEntry model(Map<?, ?> fields) {
    return new ModelEntry(
        text(fields, "name"),
        repository(text(fields, "repository")),
        text(fields, "base"),
        text(fields, "architecture"),
        number(fields, "parameters").longValue(),
        dimensions(fields),
        Optional.ofNullable(fields.get("awq")).map(name -> repository((String) name)),
        Optional.ofNullable(fields.get("gguf")).map(source -> gguf(object(source))));
  }

  private static ModelDimensions dimensions(Map<?, ?> fields) {
    return new ModelDimensions(
        number(fields, "layers").intValue(),
        number(fields, "embedding").intValue(),
        number(fields, "heads").intValue(),
        number(fields, "kv_heads").intValue(),
        number(fields, "head_width").intValue(),
        number(fields, "feed_forward").intValue(),
        number(fields, "vocabulary").intValue(),
        (Boolean) field(fields, "tied"),
        text(fields, "architecture").equals("qwen2"),
        number(fields, "context").intValue());
  }

  private static GgufSource gguf(Map<?, ?> fields) {
    List<Quantization> quantizations = new ArrayList<>();
    for (Object entry : (List<?>) field(fields, "quantizations")) {
      Map<?, ?> quantization = object(entry);
      Object size = quantization.get("gb");
      quantizations.add(
          new Quantization(
              text(quantization, "name"),
              size == null
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(((Number) size).doubleValue())));
    }
    return new GgufSource(
        repository(text(fields, "repository")), text(fields, "file"), quantizations);
  }

  private static HubRepository repository(String name) {
    return HubRepository.parse(name)
        .orElseThrow(() -> new IllegalArgumentException("no repository: " + name));
  }

  private static String text(Map<?, ?> fields, String name) {
    return (String) field(fields, name);
  }

  private static Number number(Map<?, ?> fields, String name) {
    return (Number) field(fields, name);
  }

  private static Object field(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a field is missing: " + name);
    }
    return value;
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) value;
  }

  /** The value at the parser's token. */
  private Object value() {
    return switch (json.currentToken()) {
      case START_OBJECT -> members();
      case START_ARRAY -> elements();
      case VALUE_STRING -> json.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default -> throw new IllegalArgumentException("not expected: " + json.currentToken());
    };
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new HashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      members.put(name, value());
    }
    return members;
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return elements;
  }
}
