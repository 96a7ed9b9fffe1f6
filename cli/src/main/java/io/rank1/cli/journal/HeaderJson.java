package io.rank1.cli.journal;

import io.rank1.cli.output.ContentMark;
import io.rank1.cli.output.JsonLines;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a journal that are no records: the first, which says what its scores depend on, and
 * those which say what its job has written.
 */
final class HeaderJson {

  private static final String MARK = "rank1_journal";
  private static final String WRITTEN = "written";
  private static final String BYTES = "bytes";
  private static final String HASH = "hash";
  private static final int VERSION = 2;
  private static final String RECIPE = "recipe";

  private HeaderJson() {}

  static String of(JobIdentity identity) {
    return JsonLines.object(
        json -> {
          json.writeNumberProperty(MARK, VERSION);
          json.writeStringProperty("model", identity.model());
          json.writeObjectPropertyStart(RECIPE);
          identity.recipe().settings().forEach(json::writeStringProperty);
          json.writeEndObject();
        });
  }

  /** A line which says that this journal's job has written an output, and what it holds. */
  static String written(Path output, ContentMark content) {
    return JsonLines.object(
        json -> {
          json.writeNumberProperty(MARK, VERSION);
          json.writeStringProperty(WRITTEN, absolute(output));
          json.writeNumberProperty(BYTES, content.bytes());
          json.writeStringProperty(HASH, content.hash().toString());
        });
  }

  /** The output that such a line names; nothing for other lines. */
  static Optional<String> written(Fields fields) {
    return fields.find(WRITTEN);
  }

  /**
   * What the output of such a line holds; version 1 did not say it.
   *
   * @throws IllegalArgumentException when the line says it in another way
   */
  static Optional<ContentMark> content(Fields fields) {
    return fields
        .find(HASH)
        .map(hash -> new ContentMark(fields.longInteger(BYTES), Hash128.parse(hash)));
  }

  /** What outputs are called in such lines. */
  static String absolute(Path output) {
    return output.toAbsolutePath().normalize().toString();
  }

  /**
   * Makes sure that a first line without an end is what is left of one that was being written, and
   * not somebody else's text.
   *
   * @throws IllegalArgumentException when it is not
   */
  static void requireBeginning(byte[] line) {
    byte[] expected = ("{\"" + MARK + "\":").getBytes(StandardCharsets.US_ASCII);
    int common = Math.min(expected.length, line.length);
    boolean empty = new String(line, StandardCharsets.ISO_8859_1).chars().allMatch(c -> c == 0);
    if (!empty && !Arrays.equals(line, 0, common, expected, 0, common)) {
      throw new IllegalArgumentException("its first line is not a journal's");
    }
  }

  /**
   * @throws IllegalArgumentException when the fields are no header of a version that is known
   */
  static JobIdentity identity(Fields fields) {
    int version = fields.integer(MARK);
    return switch (version) {
      case VersionOne.NUMBER -> VersionOne.identity(fields);
      case VERSION ->
          new JobIdentity(fields.text("model"), Recipe.of(fields.parts(RECIPE).texts()));
      default ->
          throw new IllegalArgumentException(
              "it is of version " + version + ", and this rank1 knows versions 1 and 2");
    };
  }

  /** Whether a line tells of the job, and not of a pair. */
  static boolean isMarked(Fields fields) {
    return fields.find(MARK).isPresent();
  }
}
