package io.rank1.cli.view.html;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Names;
import io.rank1.cli.output.Relevance;
import io.rank1.cli.view.FileFacts;
import io.rank1.cli.view.QueryRanking;
import io.rank1.cli.view.RankedPair;
import io.rank1.cli.view.Rankings;
import io.rank1.cli.view.Samples;
import io.rank1.cli.view.Standing;
import java.io.Writer;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/**
 * The data of a page as JSON that may lie in a script element: it has no {@code <}. An index comes
 * first, which the list of queries and the filters by choice work on; the texts of each query
 * follow on their own, so that the first is shown before the last has arrived.
 */
final class PageData {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .characterEscapes(new WithoutLessThan())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private PageData() {}

  /**
   * Writes the index: the file, the kinds of passages with label, finish reason and the pass that
   * decided, and the queries, each with a character for every passage's kind.
   */
  static void writeIndex(Writer out, String file, Rankings rankings) {
    FileFacts facts = rankings.facts();
    PassageCodes codes = new PassageCodes(rankings);
    write(
        out,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("file", whole(file));
          writeTexts(json, "models", facts.models());
          writeTexts(json, "firstModels", facts.firstModels());
          writeTexts(json, "runtimes", facts.runtimes());
          writeTexts(json, "finishes", codes.finishes().stream().map(Finish::name).toList());
          json.writeArrayPropertyStart("kinds");
          codes.kinds().forEach(kind -> writeKind(json, kind));
          json.writeEndArray();
          json.writeArrayPropertyStart("queries");
          rankings.queries().forEach(query -> writeQuery(json, query, codes));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void writeTexts(JsonGenerator json, String name, Collection<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(text -> json.writeString(whole(text)));
    json.writeEndArray();
  }

  private static void writeKind(JsonGenerator json, PassageCodes.Kind kind) {
    json.writeStartObject();
    json.writeStringProperty("label", kind.answer().name().toLowerCase(Locale.ROOT));
    kind.finish().ifPresent(finish -> json.writeStringProperty("finish", finish.name()));
    kind.decidedBy().ifPresent(pass -> json.writeStringProperty("decided", Names.of(pass)));
    json.writeEndObject();
  }

  private static void writeQuery(JsonGenerator json, QueryRanking query, PassageCodes codes) {
    json.writeStartObject();
    json.writeStringProperty("name", whole(query.name()));
    json.writeStringProperty("query", whole(query.query()));
    json.writeStringProperty("instruction", whole(query.instruction()));
    json.writeNumberProperty(
        "relevant", query.pairs().stream().filter(pair -> pair.standing().isRelevant()).count());
    json.writeStringProperty("codes", codes.of(query));
    json.writeEndObject();
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
        .relevance()
        .ifPresent(
            relevance -> {
              json.writeNumberProperty("p", relevance.probability());
              json.writeNumberProperty("odds", relevance.logOdds());
            });
    standing.firstPass().ifPresent(first -> writeFirstPass(json, first, pair.firstPassRank()));
    json.writeStringProperty("passage", whole(pair.texts().passage()));
    json.writeStringProperty("reasoning", whole(pair.texts().reasoning()));
    json.writeNumberProperty("tokens", pair.texts().completionTokens());
    writeSamples(json, pair.texts().samples());
    if (pair.texts().truncated()) {
      json.writeBooleanProperty("cut", true);
    }
    pair.texts().error().ifPresent(cause -> json.writeStringProperty("error", whole(cause)));
    json.writeEndObject();
  }

  private static void writeFirstPass(JsonGenerator json, Relevance first, int rank) {
    json.writeObjectPropertyStart("first");
    json.writeNumberProperty("p", first.probability());
    json.writeStringProperty("label", first.label());
    json.writeNumberProperty("rank", rank);
    json.writeEndObject();
  }

  private static void writeSamples(JsonGenerator json, Samples samples) {
    samples.spread().ifPresent(spread -> json.writeNumberProperty("spread", spread));
    if (samples.chains().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("samples");
    for (Samples.Chain chain : samples.chains()) {
      json.writeStartObject();
      chain
          .relevance()
          .ifPresent(
              relevance -> {
                json.writeNumberProperty("p", relevance.probability());
                json.writeStringProperty("label", relevance.label());
              });
      chain.finish().ifPresent(finish -> json.writeStringProperty("finish", finish.name()));
      json.writeNumberProperty("tokens", chain.tokens());
      json.writeStringProperty("reasoning", whole(chain.reasoning()));
      json.writeEndObject();
    }
    json.writeEndArray();
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
