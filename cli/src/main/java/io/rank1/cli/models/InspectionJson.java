package io.rank1.cli.models;

import io.rank1.cli.output.JsonLines;
import io.rank1.llama.runtime.TokenizedText;
import io.rank1.models.inspect.ModelNumbers;
import io.rank1.models.inspect.ModelReport;
import io.rank1.models.inspect.RopeReport;
import io.rank1.models.inspect.SpecialToken;
import io.rank1.models.inspect.TokenizerReport;
import io.rank1.models.inspect.TypeShare;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** An inspection as one JSON object; what is not known is null. */
public final class InspectionJson {

  private final Inspection inspection;

  /** About one inspection. */
  public InspectionJson(Inspection inspection) {
    this.inspection = Objects.requireNonNull(inspection, "inspection");
  }

  /** The object, on one line. */
  public String json() {
    return JsonLines.object(
        json -> {
          model(json, inspection.report());
          text(json, "head", inspection.head().map(head -> head.name().toLowerCase(Locale.ROOT)));
          types(json, inspection.report());
          rope(json, inspection.report().rope());
          tokenizer(json, inspection.report().tokenizer());
          json.writeNumberProperty("context", inspection.load().context());
          json.writeNumberProperty("parallel", inspection.load().parallel());
          inspection
              .memory()
              .ifPresentOrElse(
                  memory -> ModelTable.writeMemory(json, memory),
                  () -> json.writeNullProperty("memory"));
          verdict(json);
        });
  }

  private static void model(JsonGenerator json, ModelReport report) {
    json.writeStringProperty("format", report.format());
    json.writeArrayPropertyStart("files");
    report.files().forEach(file -> json.writeString(file.toString()));
    json.writeEndArray();
    json.writeNumberProperty("bytes", report.bytes());
    text(json, "name", report.name());
    text(json, "architecture", report.architecture());
    ModelNumbers numbers = report.numbers();
    number(json, "layers", numbers.layers());
    number(json, "heads", numbers.heads());
    number(json, "kv_heads", numbers.kvHeads());
    number(json, "head_width", numbers.headWidth());
    number(json, "embedding", numbers.embedding());
    number(json, "feed_forward", numbers.feedForward());
    number(json, "vocabulary", numbers.vocabulary());
    number(json, "trained_context", numbers.context());
    json.writeNumberProperty("parameters", report.parameters());
  }

  private static void types(JsonGenerator json, ModelReport report) {
    json.writeArrayPropertyStart("types");
    for (TypeShare share : report.types()) {
      json.writeStartObject();
      json.writeStringProperty("type", share.type());
      json.writeNumberProperty("tensors", share.tensors());
      json.writeNumberProperty("bytes", share.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void rope(JsonGenerator json, RopeReport rope) {
    json.writeObjectPropertyStart("rope");
    number(json, "base", rope.base());
    text(json, "scaling", rope.scaling());
    number(json, "factor", rope.factor());
    number(json, "original_context", rope.originalContext());
    json.writeEndObject();
  }

  private void tokenizer(JsonGenerator json, TokenizerReport tokenizer) {
    json.writeObjectPropertyStart("tokenizer");
    text(json, "kind", tokenizer.kind());
    text(json, "pre_tokenizer", tokenizer.preTokenizer());
    tokenizer
        .addsBos()
        .ifPresentOrElse(
            adds -> json.writeBooleanProperty("adds_bos", adds),
            () -> json.writeNullProperty("adds_bos"));
    json.writeArrayPropertyStart("special");
    for (SpecialToken token : tokenizer.special()) {
      json.writeStartObject();
      json.writeStringProperty("role", token.role());
      json.writeNumberProperty("id", token.id());
      text(json, "text", token.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("texts");
    for (TokenizedText text : inspection.texts()) {
      json.writeStartObject();
      json.writeStringProperty("text", text.text());
      json.writeArrayPropertyStart("ids");
      text.ids().forEach(json::writeNumber);
      json.writeEndArray();
      json.writeArrayPropertyStart("types");
      text.kinds().forEach(kind -> json.writeString(kind.name().toLowerCase(Locale.ROOT)));
      json.writeEndArray();
      json.writeArrayPropertyStart("pieces");
      text.pieces().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void verdict(JsonGenerator json) {
    Verdict verdict = inspection.verdict();
    json.writeStringProperty("verdict", verdict.grade().name().toLowerCase(Locale.ROOT));
    json.writeArrayPropertyStart("reasons");
    verdict.reasons().forEach(json::writeString);
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    json.writeStringProperty(name, value.orElse(null));
  }

  private static void number(JsonGenerator json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsLong());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** JSON has no infinities. */
  private static void number(JsonGenerator json, String name, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.writeNumberProperty(name, value.getAsDouble());
    } else {
      json.writeNullProperty(name);
    }
  }
}
