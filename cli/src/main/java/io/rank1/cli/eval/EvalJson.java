package io.rank1.cli.eval;

import io.rank1.cli.output.JsonLines;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** A report as one JSON object on one line, with the values of every query. */
public final class EvalJson {

  private final EvalReport report;

  /**
   * @param report what is written
   */
  public EvalJson(EvalReport report) {
    this.report = report;
  }

  /** The object. */
  public String text() {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("qrels", report.qrels());
          json.writeNumberProperty("topics", report.baseline().topics().size());
          json.writeArrayPropertyStart("measures");
          report.measures().forEach(measure -> json.writeString(measure.toString()));
          json.writeEndArray();
          json.writeArrayPropertyStart("runs");
          report.runs().forEach(run -> write(json, run));
          json.writeEndArray();
        });
  }

  private void write(JsonGenerator json, RunScores run) {
    json.writeStartObject();
    json.writeStringProperty("run", run.run());
    json.writeNumberProperty("topics_without_judgements", run.coverage().unjudged());
    json.writeNumberProperty("judged_topics_missing", run.coverage().missing());
    run.coverage()
        .absent()
        .ifPresent(count -> json.writeNumberProperty("documents_missing", count));
    json.writeObjectPropertyStart("mean");
    report.measures().forEach(m -> json.writeNumberProperty(m.toString(), run.mean(m)));
    json.writeEndObject();
    if (run != report.baseline()) {
      json.writeObjectPropertyStart("p_value");
      report.measures().forEach(m -> writePValue(json, m.toString(), report.pValue(run, m)));
      json.writeEndObject();
    }
    json.writeObjectPropertyStart("queries");
    for (int i = 0; i < run.topics().size(); i++) {
      writeQuery(json, run, i);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writePValue(JsonGenerator json, String name, OptionalDouble value) {
    value.ifPresentOrElse(
        number -> json.writeNumberProperty(name, number), () -> json.writeNullProperty(name));
  }

  private void writeQuery(JsonGenerator json, RunScores run, int topic) {
    json.writeObjectPropertyStart(run.topics().get(topic));
    report
        .measures()
        .forEach(m -> json.writeNumberProperty(m.toString(), run.values().get(m).get(topic)));
    json.writeEndObject();
  }
}
