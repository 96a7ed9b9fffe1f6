package io.rank1.cli.runtime;

import io.rank1.cli.output.JsonLines;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Several llama.cpps below each other. */
public final class RuntimeTable {

  /**
   * One column.
   *
   * @param head its first line
   * @param cell what it says of a row
   */
  private record Column(String head, Function<RuntimeRow, String> cell) {

    String padded(String text, List<RuntimeRow> rows) {
      int width =
          Stream.concat(Stream.of(head), rows.stream().map(cell))
              .mapToInt(String::length)
              .max()
              .orElseThrow();
      return text + " ".repeat(width - text.length());
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("name", RuntimeRow::name),
          new Column("version", row -> row.version().orElse("unknown")),
          new Column("backends", RuntimeTable::backends),
          new Column(
              "folder", row -> row.folder().map(Path::toString).orElse("inside the program")),
          new Column("devices", row -> String.join(", ", row.devices())));

  private final List<RuntimeRow> rows;

  /**
   * @param rows in the order in which they are shown
   */
  public RuntimeTable(List<RuntimeRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The table, without the last line's end. */
  public String text() {
    String head = line(column -> column.padded(column.head(), rows));
    return Stream.concat(
            Stream.of(head),
            rows.stream().map(row -> line(column -> column.padded(column.cell().apply(row), rows))))
        .collect(Collectors.joining("\n"));
  }

  /** The same in one JSON object. */
  public String json() {
    return JsonLines.object(
        json -> {
          json.writeArrayPropertyStart("runtimes");
          rows.forEach(row -> write(json, row));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, RuntimeRow row) {
    json.writeStartObject();
    json.writeStringProperty("name", row.name());
    json.writeStringProperty("version", row.version().orElse(null));
    json.writeArrayPropertyStart("backends");
    row.backends().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("folder", row.folder().map(Path::toString).orElse(null));
    json.writeArrayPropertyStart("devices");
    row.devices().forEach(json::writeString);
    json.writeEndArray();
    row.problem().ifPresent(problem -> json.writeStringProperty("error", problem));
    json.writeEndObject();
  }

  private static String line(Function<Column, String> cell) {
    return COLUMNS.stream().map(cell).collect(Collectors.joining("  ")).stripTrailing();
  }

  private static String backends(RuntimeRow row) {
    if (row.devices().isEmpty()) {
      return "unusable";
    }
    return row.backends().isEmpty() ? "built in" : String.join(",", row.backends());
  }
}
