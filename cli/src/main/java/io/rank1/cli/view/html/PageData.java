package io.rank1.cli.view.html;

import io.rank1.cli.output.Names;
import io.rank1.cli.view.FileFacts;
import io.rank1.cli.view.QueryRanking;
import io.rank1.cli.view.RankedPair;
import io.rank1.cli.view.Rankings;
import io.rank1.cli.view.Standing;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Label;
import java.io.Writer;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/**
 * The data of a page as JSON that may lie in a script element: it has no {@code <}. An index comes
 * first, which the list of queries and the filters by label and finish reason work on; the texts of
 * each query follow on their own, so that the first is shown before the last has arrived.
 */
final class PageData {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .characterEscapes(new WithoutLessThan())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  /** How many codes a label has: one for each finish reason, and one for none. */
  private static final int FINISHES = 16;

  private static final char FIRST_CODE = 'A';

  private PageData() {}

  /**
   * Writes the index: the file and its queries, each with a code for every passage, which is {@code
   * 'A' + 8 * label + finish reason}; labels are 0 for true, 1 for false and 2 for no score, finish
   * reasons places in {@code finishes}, and 7 for none.
   */
  static void writeIndex(Writer out, String file, Rankings rankings) {
    FileFacts facts = rankings.facts();
    write(
        out,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("file", whole(file));
          writeTexts(json, "models", facts.models());
          writeTexts(json, "runtimes", facts.runtimes());
          json.writeArrayPropertyStart("finishes");
          for (FinishReason reason : FinishReason.values()) {
            json.writeString(Names.of(reason));
          }
          json.writeEndArray();
          json.writeArrayPropertyStart("queries");
          rankings.queries().forEach(query -> writeQuery(json, query));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void writeTexts(JsonGenerator json, String name, Collection<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(text -> json.writeString(whole(text)));
    json.writeEndArray();
  }

  private static void writeQuery(JsonGenerator json, QueryRanking query) {
    json.writeStartObject();
    json.writeStringProperty("name", whole(query.name()));
    json.writeStringProperty("query", whole(query.query()));
    json.writeStringProperty("instruction", whole(query.instruction()));
    json.writeNumberProperty(
        "relevant", query.pairs().stream().filter(pair -> label(pair.standing()) == 0).count());
    json.writeStringProperty(
        "codes",
        query.pairs().stream()
            .map(pair -> Character.toString(code(pair.standing())))
            .collect(Collectors.joining()));
    json.writeEndObject();
  }

  private static int code(Standing standing) {
    int finish = standing.finish().map(FinishReason::ordinal).orElse(FINISHES - 1);
    return FIRST_CODE + FINISHES * label(standing) + finish;
  }

  private static int label(Standing standing) {
    return standing.score().map(score -> score.label() == Label.TRUE ? 0 : 1).orElse(2);
  }

  /** Writes the passages of a query, the best first. */
  static void writeRanking(Writer out, QueryRanking query) {
    write(
        out,
        json -> {
          json.writeStartArray();
          query.pairs().forEach(pair -> writePair(json, pair));
          json.writeEndArray();
        });
  }

  private static void writePair(JsonGenerator json, RankedPair pair) {
    Standing standing = pair.standing();
    json.writeStartObject();
    json.writeStringProperty("docid", whole(standing.name()));
    if (standing.firstStageRank() > 0) {
      json.writeNumberProperty("before", standing.firstStageRank());
    }
    standing
        .score()
        .ifPresent(
            score -> {
              json.writeNumberProperty("p", score.probability());
              json.writeNumberProperty("difference", score.difference());
            });
    json.writeStringProperty("passage", whole(pair.texts().passage()));
    json.writeStringProperty("reasoning", whole(pair.texts().reasoning()));
    json.writeNumberProperty("tokens", pair.texts().completionTokens());
    if (pair.texts().truncated()) {
      json.writeBooleanProperty("cut", true);
    }
    pair.texts().error().ifPresent(cause -> json.writeStringProperty("error", whole(cause)));
    json.writeEndObject();
  }

  private static void write(Writer out, Consumer<JsonGenerator> content) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(json);
    }
  }

  /** The text with U+FFFD for halves of surrogate pairs, which UTF-8 cannot hold. */
  private static String whole(String text) {
    boolean broken =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    return broken
        ? text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  /** No text can end the element that it lies in, or begin a comment there. */
  private static final class WithoutLessThan extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes['<'] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return null; // asked for characters beyond ASCII: they stay as they are
    }
  }
}
