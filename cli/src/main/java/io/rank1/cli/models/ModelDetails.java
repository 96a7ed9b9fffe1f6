package io.rank1.cli.models;

import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.TextGrid;
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
    Shape shape = Shape.of(model.dimensions());
    TextGrid grid = new TextGrid(2);
    grid.add(List.of("name", model.name()));
    grid.add(List.of("base", model.base()));
    grid.add(List.of("parameters", String.format(Locale.ROOT, "%,d", model.parameters())));
    grid.add(List.of("architecture", model.architecture()));
    grid.add(List.of("shape", shape.text()));
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

  /** One object, as of the whole list, with the shape beside it. */
  public String json() {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("name", model.name());
          json.writeStringProperty("architecture", model.architecture());
          Shape.of(model.dimensions()).write(json);
          items.write(json);
        });
  }
}
