package io.rank1.models.catalog;

import io.rank1.core.json.JsonException;
import io.rank1.core.json.JsonObject;
import io.rank1.models.hub.HubRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the catalogue's JSON. */
final class CatalogReader {

  private static final Path NAME = Path.of("catalogue");

  private CatalogReader() {}

  /**
   * Reads a catalogue.
   *
   * @throws IOException if it is none
   */
  static ModelCatalog read(InputStream in) throws IOException {
    try {
      JsonObject catalogue = JsonObject.read(NAME, in);
      require(catalogue.list("models"), catalogue, "models");
      List<ModelEntry> models = new ArrayList<>();
      for (JsonObject model : catalogue.objects("models")) {
        models.add(model(model));
      }
      return new ModelCatalog(models);
    } catch (IllegalArgumentException e) {
      throw new IOException("the catalogue is damaged: " + e.getMessage(), e);
    }
  }

  private static ModelEntry model(JsonObject fields) throws IOException {
    Optional<String> awq = fields.string("awq");
    Optional<JsonObject> gguf = fields.object("gguf");
    return new ModelEntry(
        text(fields, "name"),
        repository(text(fields, "repository")),
        text(fields, "base"),
        text(fields, "architecture"),
        number(fields, "parameters"),
        dimensions(fields),
        awq.map(CatalogReader::repository),
        gguf.isPresent() ? Optional.of(gguf(gguf.get())) : Optional.empty());
  }

  private static ModelDimensions dimensions(JsonObject fields) throws IOException {
    return new ModelDimensions(
        count(fields, "layers"),
        count(fields, "embedding"),
        count(fields, "heads"),
        count(fields, "kv_heads"),
        count(fields, "head_width"),
        count(fields, "feed_forward"),
        count(fields, "vocabulary"),
        require(fields.bool("tied"), fields, "tied"),
        text(fields, "architecture").equals("qwen2"),
        count(fields, "context"));
  }

  private static GgufSource gguf(JsonObject fields) throws IOException {
    List<Quantization> quantizations = new ArrayList<>();
    for (JsonObject quantization : fields.objects("quantizations")) {
      Optional<Double> size = quantization.number("gb");
      quantizations.add(
          new Quantization(
              text(quantization, "name"),
              size.isPresent() ? OptionalDouble.of(size.get()) : OptionalDouble.empty()));
    }
    return new GgufSource(
        repository(text(fields, "repository")), text(fields, "file"), quantizations);
  }

  private static HubRepository repository(String name) {
    return HubRepository.parse(name)
        .orElseThrow(() -> new IllegalArgumentException("no repository: " + name));
  }

  private static String text(JsonObject fields, String name) throws JsonException {
    return require(fields.string(name), fields, name);
  }

  private static long number(JsonObject fields, String name) throws JsonException {
    return require(fields.integer(name), fields, name);
  }

  private static int count(JsonObject fields, String name) throws JsonException {
    long number = number(fields, name);
    if (number != (int) number) {
      throw fields.broken(name, "a number of 32 bits");
    }
    return (int) number;
  }

  private static <T> T require(Optional<T> value, JsonObject fields, String name)
      throws JsonException {
    return value.orElseThrow(() -> fields.broken(name, "there"));
  }
}
