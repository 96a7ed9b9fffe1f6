package io.rank1.cli.models;

import io.rank1.cli.doctor.MarkerFinding;
import io.rank1.cli.output.TextGrid;
import io.rank1.core.profile.Profiles;
import io.rank1.core.text.PlainText;
import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.runtime.TokenizedText;
import io.rank1.models.inspect.ModelNumbers;
import io.rank1.models.inspect.ModelReport;
import io.rank1.models.inspect.RopeReport;
import io.rank1.models.inspect.SpecialToken;
import io.rank1.models.inspect.TokenizerReport;
import io.rank1.models.inspect.TypeShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/** An inspection, as people read it. */
public final class InspectionText {

  private static final String UNKNOWN = "not stated";

  private final Inspection inspection;
  private final TextGrid grid = new TextGrid(2);

  /** About one inspection. */
  public InspectionText(Inspection inspection) {
    this.inspection = Objects.requireNonNull(inspection, "inspection");
  }

  /** Several lines, without the last one's end. */
  public String text() {
    ModelReport report = inspection.report();
    files(report);
    row("name", report.name().orElse(UNKNOWN));
    row("architecture", report.architecture().orElse(UNKNOWN));
    row("shape", shape(report.numbers()));
    inspection.head().ifPresent(head -> row("output", HeadWords.of(head)));
    row("context", number(report.numbers().context()) + " tokens");
    row("parameters", String.format(Locale.ROOT, "%,d", report.parameters()));
    for (TypeShare share : report.types()) {
      row(
          "in " + share.type(),
          String.format(
              Locale.ROOT, "%d tensors, %s", share.tensors(), Gigabytes.of(share.bytes())));
    }
    row("rope", rope(report.rope()));
    row("tokenizer", tokenizer(report.tokenizer()));
    for (SpecialToken token : report.tokenizer().special()) {
      row(token.role() + " token", token.id() + token.text().map(InspectionText::in).orElse(""));
    }
    for (TokenizedText text : inspection.texts()) {
      row(quoted(text.text()), tokens(text));
    }
    inspection.memory().ifPresent(memory -> row("memory", memory(memory)));
    row("verdict", inspection.verdict().grade().words());
    inspection.verdict().reasons().forEach(reason -> row("", shortened(reason)));
    return grid.text();
  }

  private void row(String name, String value) {
    grid.add(List.of(name, shortened(value)));
  }

  private void files(ModelReport report) {
    int count = report.files().size();
    row("format", report.format() + (count == 1 ? "" : ", " + count + " files"));
    row("file", report.files().get(0).toString());
    row("size", Gigabytes.of(report.bytes()));
  }

  private static String shape(ModelNumbers numbers) {
    return String.format(
        Locale.ROOT,
        "%s layers, %s heads and %s KV heads of %s, embedding %s, feed-forward %s, %s tokens",
        number(numbers.layers()),
        number(numbers.heads()),
        number(numbers.kvHeads()),
        number(numbers.headWidth()),
        number(numbers.embedding()),
        number(numbers.feedForward()),
        number(numbers.vocabulary()));
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "?";
  }

  private static String rope(RopeReport rope) {
    List<String> parts = new ArrayList<>();
    rope.base().ifPresent(base -> parts.add("base " + plain(base)));
    rope.scaling().ifPresent(scaling -> parts.add("stretched " + scaling));
    rope.factor().ifPresent(factor -> parts.add("factor " + plain(factor)));
    rope.originalContext().ifPresent(tokens -> parts.add("from " + tokens + " tokens"));
    return parts.isEmpty() ? UNKNOWN : String.join(", ", parts);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String tokenizer(TokenizerReport tokenizer) {
    return tokenizer.kind().orElse(UNKNOWN)
        + ", pre-tokenizer "
        + tokenizer.preTokenizer().orElse(UNKNOWN)
        + tokenizer.addsBos().map(adds -> adds ? ", begins with BOS" : ", without BOS").orElse("");
  }

  private static String tokens(TokenizedText text) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < text.ids().size(); i++) {
      parts.add(text.ids().get(i) + in(text.pieces().get(i)));
    }
    String tokens = String.join(", ", parts);
    if (Profiles.rank1().needs().markers().contains(text.text())) {
      return MarkerFinding.words(text) + (text.isSpecial() ? "" : ": " + tokens);
    }
    return (parts.size() == 1 ? "1 token: " : parts.size() + " tokens: ") + tokens;
  }

  private String memory(MemoryEstimate memory) {
    return String.format(
        Locale.ROOT,
        "%s for %s: weights %s, KV cache in F16 %s, buffers %s",
        Gigabytes.of(memory.total()),
        inspection.load(),
        Gigabytes.of(memory.weights()),
        Gigabytes.of(memory.cache()),
        Gigabytes.of(memory.buffers()));
  }

  private static String in(String piece) {
    return " " + quoted(piece);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** What a file says must not fill the screen. */
  private static String shortened(String text) {
    String line = PlainText.line(text);
    return line.length() > 500 ? line.substring(0, 500) + "..." : line;
  }
}
