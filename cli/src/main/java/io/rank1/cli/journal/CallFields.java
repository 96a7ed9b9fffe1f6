package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.pair.TokenCounts;
import java.util.List;
import java.util.Locale;

/**
 * Reads what {@link CallJson} writes. Every method throws IllegalArgumentException if it cannot.
 */
final class CallFields {

  private final Fields fields;

  CallFields(Fields fields) {
    this.fields = fields;
  }

  JournalCall call() {
    return new JournalCall(
        Hash128.parse(fields.text("key")),
        fields.text("qid"),
        fields.text(RecordJson.FIRST_TEXT),
        fields.texts(CallJson.DOCIDS),
        fields.texts(CallJson.SHOWN).stream().map(Integer::valueOf).toList(),
        answer(),
        reading(),
        new Finish(fields.text("finish_reason")),
        new TokenCounts(
            fields.integer("prompt_tokens"),
            fields.integer("completion_tokens"),
            fields.integer("forced_tokens")),
        Double.parseDouble(fields.text(CallJson.SHARE)));
  }

  private CallAnswer answer() {
    if (fields.find(CallJson.LOGITS).isEmpty()) {
      return new CallAnswer.Written(fields.text(CallJson.ANSWER));
    }
    return new CallAnswer.Logits(
        fields.texts(CallJson.LOGITS).stream().map(Float::valueOf).toList());
  }

  private CallReading reading() {
    String word = fields.text(CallJson.READ).toUpperCase(Locale.ROOT);
    List<Double> values =
        fields.find(CallJson.VALUES).isEmpty()
            ? List.of()
            : fields.texts(CallJson.VALUES).stream()
                .map(text -> text.equals("null") ? Double.NaN : Double.parseDouble(text))
                .toList();
    return new CallReading(
        CallReading.Kind.valueOf(word),
        fields.texts(CallJson.ORDER),
        values,
        fields.texts(CallJson.FALLBACKS));
  }
}
