package io.rank1.cli.models;

import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.TextGrid;
import io.rank1.models.catalog.ModelDimensions;
import io.rank1.models.catalog.ModelEntry;
import java.util.List;
import java.util.Locale;

/** A model of the catalogue, as text and as JSON. */
public final class ModelDetails {

  private final ModelEntry model;
  private final List<ModelRow> rows;
  private final ModelTable items;

  /**
   * @param model the model
   * @param rows what of it that can be fetched is shown
   * @param load what the memory is meant for
   */
  public ModelDetails(ModelEntry model, List<ModelRow> rows, Load load) {
    this.model = model;
    this.rows = List.copyOf(rows);
    this.items = new ModelTable(rows, load);
  }

  /** Several lines, without the last one's end. */
  public String text() {
    ModelDimensions shape = model.dimensions();
    TextGrid grid = new TextGrid(2);
    grid.add(List.of("name", model.name()));
    grid.add(List.of("base", model.base()));
    grid.add(List.of("parameters", String.format(Locale.ROOT, "%,d", model.parameters())));
    grid.add(List.of("architecture", model.architecture()));
    grid.add(List.of("shape", shape(shape)));
    grid.add(List.of("context", shape.context() + " tokens"));
    grid.add(List.of("checkpoint", model.repository().toString()));
    grid.add(List.of("in 4 bits", model.awq().map(Object::toString).orElse("none known")));
    grid.add(
        List.of("GGUF", model.gguf().map(g -> g.repository().toString()).orElse("none known")));
    grid.add(List.of("hashes", "not pinned; the hub states each file's when it is fetched"));
    for (ModelRow row : rows) {
      row.place().ifPresent(place -> grid.add(List.of("on disk", place.toString())));
    }
    return grid.text() + "\n\n" + items.text();
  }

  private static String shape(ModelDimensions shape) {
    return "%d layers, %d heads and %d KV heads of %d, embedding %d, %d tokens"
        .formatted(
            shape.layers(),
            shape.heads(),
            shape.kvHeads(),
            shape.headWidth(),
            shape.embedding(),
            shape.vocabulary());
  }

  /** One object, as of the whole list, with the shape beside it. */
  public String json() {
    ModelDimensions shape = model.dimensions();
    String head =
        JsonLines.object(
            json -> {
              json.writeStringProperty("name", model.name());
              json.writeStringProperty("architecture", model.architecture());
              json.writeNumberProperty("layers", shape.layers());
              json.writeNumberProperty("heads", shape.heads());
              json.writeNumberProperty("kv_heads", shape.kvHeads());
              json.writeNumberProperty("head_width", shape.headWidth());
              json.writeNumberProperty("embedding", shape.embedding());
              json.writeNumberProperty("vocabulary", shape.vocabulary());
              json.writeNumberProperty("trained_context", shape.context());
            });
    return head.substring(0, head.length() - 1) + "," + items.json().substring(1);
  }
}
