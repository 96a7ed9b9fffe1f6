package io.rank1.cli.bench;

import io.rank1.cli.output.GuessCounts;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.speculate.SpeculationStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Measurements beside each other: a table to read, or JSON. */
public final class BenchReport {

  /**
   * One column.
   *
   * @param plan how the context was laid out
   * @param gpuBytes memory taken on GPUs, if any is used
   * @param measured what came out
   */
  private record Column(String plan, OptionalLong gpuBytes, Measurement measured) {}

  private final String model;
  private final String runtime;
  private final List<Column> columns = new ArrayList<>();

  /**
   * @param model the model's name
   * @param runtime what runs it
   */
  public BenchReport(String model, String runtime) {
    this.model = model;
    this.runtime = runtime;
  }

  /** Adds a column. */
  public void add(Scorer scorer, Measurement measured) {
    columns.add(new Column(scorer.plan(), scorer.gpuBytes(), measured));
  }

  /** The first column's pairs a second over the second's, when there are two. */
  private OptionalDouble ratio() {
    return columns.size() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            columns.get(0).measured().pairsPerSecond()
                / columns.get(1).measured().pairsPerSecond());
  }

  /** The table, without the last line's end. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append("model    ").append(model).append('\n');
    text.append("runtime  ").append(runtime).append('\n');
    columns.forEach(column -> text.append("plan     ").append(column.plan()).append('\n'));
    row(text, "pairs at once", m -> String.valueOf(m.work().slots()));
    row(text, "pairs scored", m -> String.valueOf(m.scored()));
    row(text, "tokens of a prompt", m -> String.valueOf(m.promptTokens()));
    row(text, "wall time, s", m -> number(m.wallSeconds()));
    row(text, "pairs/s", m -> number(m.pairsPerSecond()));
    row(text, "  by round", BenchReport::byRound);
    row(text, "prefill tokens/s", m -> number(m.prefillPerSecond()));
    row(text, "decode tokens/s", m -> number(m.decodePerSecond()));
    row(text, "full decode step, ms", BenchReport::decodeStep);
    row(text, "slot occupancy", m -> percent(m.work().occupancy()));
    row(text, "llama_decode of wall", m -> percent(m.deviceOfWall()));
    row(text, "llama_decode of steps", m -> percent(m.deviceOfBusy()));
    row(text, "preemptions", m -> String.valueOf(m.work().preemptions()));
    row(text, "peak memory, MiB", m -> mebibytes(m.peakBytes()));
    gpuRow(text);
    guessRows(text);
    ratio().ifPresent(ratio -> text.append(cell("ratio of pairs/s")).append(column(number(ratio))));
    return text.toString().stripTrailing();
  }

  /** The same in one JSON object. */
  public String json() {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("model", model);
          json.writeStringProperty("runtime", runtime);
          json.writeArrayPropertyStart("runs");
          columns.forEach(column -> write(json, column));
          json.writeEndArray();
          ratio().ifPresent(ratio -> json.writeNumberProperty("ratio", ratio));
        });
  }

  private static void write(JsonGenerator json, Column column) {
    Measurement m = column.measured();
    json.writeStartObject();
    json.writeStringProperty("plan", column.plan());
    json.writeNumberProperty("parallel", m.work().slots());
    json.writeNumberProperty("pairs", m.scored());
    json.writeNumberProperty("prompt_tokens", m.promptTokens());
    json.writeNumberProperty("wall_s", m.wallSeconds());
    json.writeNumberProperty("pairs_per_s", m.pairsPerSecond());
    json.writeArrayPropertyStart("pairs_per_s_by_round");
    m.pairsPerSecondByRound().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeNumberProperty("prefill_tokens", m.work().prefilledTokens());
    json.writeNumberProperty("prefill_tokens_per_s", m.prefillPerSecond());
    json.writeNumberProperty("decode_tokens", m.work().decodedTokens());
    json.writeNumberProperty("decode_tokens_per_s", m.decodePerSecond());
    json.writeNumberProperty("decode_steps", m.work().decodeSteps());
    m.decodeStepMillis().ifPresent(ms -> json.writeNumberProperty("decode_step_ms", ms));
    json.writeNumberProperty("occupancy", m.work().occupancy());
    json.writeNumberProperty("decode_share_of_wall", m.deviceOfWall());
    json.writeNumberProperty("decode_share_of_steps", m.deviceOfBusy());
    json.writeNumberProperty("preemptions", m.work().preemptions());
    m.guesses().ifPresent(guesses -> new GuessCounts(guesses).write(json));
    m.peakBytes().ifPresent(bytes -> json.writeNumberProperty("peak_rss_bytes", bytes));
    column.gpuBytes().ifPresent(bytes -> json.writeNumberProperty("gpu_bytes", bytes));
    json.writeEndObject();
  }

  private void row(StringBuilder text, String name, Function<Measurement, String> value) {
    text.append(cell(name));
    columns.forEach(column -> text.append(column(value.apply(column.measured()))));
    text.append('\n');
  }

  private void gpuRow(StringBuilder text) {
    if (columns.stream().anyMatch(column -> column.gpuBytes().isPresent())) {
      text.append(cell("GPU memory, MiB"));
      columns.forEach(column -> text.append(column(mebibytes(column.gpuBytes()))));
      text.append('\n');
    }
  }

  private void guessRows(StringBuilder text) {
    if (columns.stream().anyMatch(column -> column.measured().guesses().isPresent())) {
      row(text, "tokens guessed", m -> guesses(m, s -> String.valueOf(s.drafted())));
      row(text, "  of them right", m -> guesses(m, s -> percent(s.acceptance())));
      row(text, "  turned off, times", m -> guesses(m, s -> String.valueOf(s.turnedOff())));
    }
  }

  private static String guesses(Measurement m, Function<SpeculationStats, String> value) {
    return m.guesses().map(value).orElse("none");
  }

  private static String byRound(Measurement m) {
    return m.pairsPerSecondByRound().stream()
        .map(BenchReport::number)
        .collect(Collectors.joining(" "));
  }

  private static String decodeStep(Measurement m) {
    OptionalDouble millis = m.decodeStepMillis();
    return millis.isPresent() ? number(millis.getAsDouble()) : "none";
  }

  private static String cell(String name) {
    return String.format(Locale.ROOT, "%-22s", name);
  }

  private static String column(String value) {
    return String.format(Locale.ROOT, " %14s", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.1f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? String.valueOf(bytes.getAsLong() >> 20) : "unknown";
  }
}
