package io.rank1.cli.models;

import io.rank1.cli.doctor.WeightAdvice;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.TextGrid;
import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.host.CpuFeatures;
import io.rank1.models.catalog.CatalogItem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** What can be fetched, as a table and as JSON. */
public final class ModelTable {

  private static final int WORDS = 4;

  private final List<ModelRow> rows;
  private final Load load;

  /**
   * @param rows in the order in which they are shown
   * @param load what the memory is meant for
   */
  public ModelTable(List<ModelRow> rows, Load load) {
    this.rows = List.copyOf(rows);
    this.load = Objects.requireNonNull(load, "load");
  }

  /** The table, and below it what its numbers mean; without the last line's end. */
  public String text() {
    TextGrid grid = new TextGrid(WORDS);
    grid.add(List.of("name", "base", "form", "on disk", "parameters", "size", "memory"));
    rows.forEach(row -> grid.add(cells(row)));
    return grid.text()
        + "\n\nSizes are in GB and approximate. Memory is weights, KV cache in F16 and buffers for "
        + load
        + ";\nthat of checkpoints in safetensors after their conversion to GGUF, of AWQ to Q5_0."
        + "\nWithout a GPU: "
        + WeightAdvice.of(CpuFeatures.ofThisProcessor())
        + ".\nOther families of rerankers: 'rank1 prompt list'.";
  }

  private static List<String> cells(ModelRow row) {
    CatalogItem item = row.item();
    return List.of(
        item.name(),
        item.model().base(),
        item.form().label(),
        row.place().isPresent() ? "yes" : "-",
        Gigabytes.digits(item.model().parameters() / 1e9) + " B",
        size(item.gigabytes()),
        row.memory().map(memory -> Gigabytes.digits(memory.total() / 1e9)).orElse("?"));
  }

  private static String size(OptionalDouble gigabytes) {
    return gigabytes.isPresent() ? Gigabytes.digits(gigabytes.getAsDouble()) : "?";
  }

  /** The same in one JSON object. */
  public String json() {
    return JsonLines.object(this::write);
  }

  /** Writes the properties of that object. */
  void write(JsonGenerator json) {
    json.writeNumberProperty("context", load.context());
    json.writeNumberProperty("parallel", load.parallel());
    json.writeArrayPropertyStart("models");
    rows.forEach(row -> write(json, row));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ModelRow row) {
    CatalogItem item = row.item();
    json.writeStartObject();
    json.writeStringProperty("name", item.name());
    json.writeStringProperty("model", item.model().repository().toString());
    json.writeStringProperty("base", item.model().base());
    json.writeNumberProperty("parameters", item.model().parameters());
    json.writeStringProperty("form", item.form().label());
    json.writeStringProperty("repository", item.repository().toString());
    json.writeStringProperty("file", item.file().map(file -> file.path()).orElse(null));
    writeSize(json, item.gigabytes());
    json.writeNullProperty("sha256"); // not pinned
    row.memory()
        .ifPresentOrElse(
            memory -> writeMemory(json, memory), () -> json.writeNullProperty("memory"));
    json.writeStringProperty("path", row.place().map(Path::toString).orElse(null));
    json.writeEndObject();
  }

  private static void writeSize(JsonGenerator json, OptionalDouble gigabytes) {
    if (gigabytes.isPresent()) {
      json.writeNumberProperty("approximate_gb", Math.round(gigabytes.getAsDouble() * 100) / 100.0);
    } else {
      json.writeNullProperty("approximate_gb");
    }
  }

  /** Bytes. */
  static void writeMemory(JsonGenerator json, MemoryEstimate memory) {
    json.writeObjectPropertyStart("memory");
    json.writeNumberProperty("weights", memory.weights());
    json.writeNumberProperty("kv_cache", memory.cache());
    json.writeNumberProperty("buffers", memory.buffers());
    json.writeNumberProperty("total", memory.total());
    json.writeEndObject();
  }
}
