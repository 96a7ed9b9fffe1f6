package io.rank1.cli.journal;

import io.rank1.cli.output.JsonLines;
import io.rank1.llama.CacheType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The lines of a journal that are no records: the first, which says what its scores depend on, and
 * those which say what its job has written.
 */
final class HeaderJson {

  private static final String MARK = "rank1_journal";
  private static final String WRITTEN = "written";
  private static final int VERSION = 1;
  private static final String RULES = "scoring_rules";

  /** The first revision, which wrote none. */
  private static final int RULES_WITHOUT_A_NUMBER = 1;

  private HeaderJson() {}

  static String of(JobIdentity identity) {
    return JsonLines.object(
        json -> {
          json.writeNumberProperty(MARK, VERSION);
          json.writeNumberProperty(RULES, identity.rules());
          json.writeStringProperty("model", identity.model());
          json.writeStringProperty("model_sha256", identity.modelSha256());
          json.writeStringProperty("runtime", identity.runtime());
          json.writeNumberProperty("context", identity.contextTokens());
          json.writeNumberProperty("max_think_tokens", identity.maxThinkTokens());
          json.writeStringProperty("cache_type_k", name(identity.cacheK()));
          json.writeStringProperty("cache_type_v", name(identity.cacheV()));
        });
  }

  /** A line which says that this journal's job has written an output. */
  static String written(Path output) {
    return JsonLines.object(
        json -> {
          json.writeNumberProperty(MARK, VERSION);
          json.writeStringProperty(WRITTEN, absolute(output));
        });
  }

  /** The output that such a line names; nothing for other lines. */
  static Optional<String> written(Fields fields) {
    return fields.find(WRITTEN);
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
   * @throws IllegalArgumentException when the fields are no header of this version
   */
  static JobIdentity identity(Fields fields) {
    int version = fields.integer(MARK);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it is of version " + version + ", and this rank1 knows version " + VERSION);
    }
    return new JobIdentity(
        fields.find(RULES).isPresent() ? fields.integer(RULES) : RULES_WITHOUT_A_NUMBER,
        fields.text("model"),
        fields.text("model_sha256"),
        fields.text("runtime"),
        fields.integer("context"),
        fields.integer("max_think_tokens"),
        type(fields, "cache_type_k"),
        type(fields, "cache_type_v"));
  }

  private static String name(CacheType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static CacheType type(Fields fields, String name) {
    return CacheType.valueOf(fields.text(name).toUpperCase(Locale.ROOT));
  }
}
