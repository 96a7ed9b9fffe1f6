package io.rank1.cli.journal;

import io.rank1.cli.output.JsonLines;
import io.rank1.core.listwise.CallAnswer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Calls as JSON objects: of a journal, whose scan ends before the texts, and of an output. Both
 * have the same names for the same things.
 */
public final class CallJson {

  static final String DOCIDS = "docids";
  static final String SHOWN = "shown";
  static final String ANSWER = "answer";
  static final String LOGITS = "logits";
  static final String READ = "read";
  static final String ORDER = "order";
  static final String VALUES = "values";
  static final String FALLBACKS = "fallbacks";
  static final String SHARE = "share";

  private CallJson() {}

  static String ofJournal(JournalCall call) {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("key", call.key().toString());
          json.writeStringProperty("qid", call.qid());
          writeTexts(json, DOCIDS, call.docids());
          json.writeArrayPropertyStart(SHOWN);
          call.shown().forEach(json::writeNumber);
          json.writeEndArray();
          writeCounts(json, call);
          json.writeStringProperty(RecordJson.FIRST_TEXT, call.query());
          writeAnswer(json, call);
        });
  }

  /**
   * A call of an output.
   *
   * @param number which call of its query it is, from 1
   */
  public static String ofOutput(JournalCall call, int number) {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("qid", call.qid());
          json.writeNumberProperty("call", number);
          writeTexts(json, DOCIDS, call.docids());
          writeCounts(json, call);
          json.writeStringProperty(RecordJson.FIRST_TEXT, call.query());
          writeAnswer(json, call);
        });
  }

  private static void writeCounts(JsonGenerator json, JournalCall call) {
    json.writeStringProperty("finish_reason", call.finish().name());
    json.writeNumberProperty("prompt_tokens", call.tokens().prompt());
    json.writeNumberProperty("completion_tokens", call.tokens().completion());
    json.writeNumberProperty("forced_tokens", call.tokens().forced());
    json.writeBooleanProperty("truncated", call.share() < 1);
    json.writeNumberProperty(SHARE, call.share());
  }

  private static void writeAnswer(JsonGenerator json, JournalCall call) {
    if (call.answer() instanceof CallAnswer.Logits logits) {
      json.writeArrayPropertyStart(LOGITS);
      logits.values().forEach(json::writeNumber);
      json.writeEndArray();
    } else {
      json.writeStringProperty(ANSWER, ((CallAnswer.Written) call.answer()).text());
    }
    json.writeStringProperty(READ, call.reading().kind().word());
    writeTexts(json, ORDER, call.reading().order());
    if (call.reading().kind() == CallReading.Kind.VALUES) {
      json.writeArrayPropertyStart(VALUES);
      call.reading().values().forEach(value -> writeNumberOrNull(json, value));
      json.writeEndArray();
    }
    writeTexts(json, FALLBACKS, call.reading().fallbacks());
  }

  private static void writeNumberOrNull(JsonGenerator json, double value) {
    if (Double.isNaN(value)) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
