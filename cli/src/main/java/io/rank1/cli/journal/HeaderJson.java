package io.rank1.cli.journal;

import io.rank1.cli.output.JsonLines;
import io.rank1.llama.CacheType;
import java.util.Locale;

/** The first line of a journal: what it is, and what its scores depend on. */
final class HeaderJson {

  private static final String MARK = "rank1_journal";
  private static final int VERSION = 1;

  private HeaderJson() {}

  static String of(JobIdentity identity) {
    return JsonLines.object(
        json -> {
          json.writeNumberProperty(MARK, VERSION);
          json.writeStringProperty("model", identity.model());
          json.writeStringProperty("model_sha256", identity.modelSha256());
          json.writeStringProperty("runtime", identity.runtime());
          json.writeNumberProperty("context", identity.contextTokens());
          json.writeNumberProperty("max_think_tokens", identity.maxThinkTokens());
          json.writeStringProperty("cache_type_k", name(identity.cacheK()));
          json.writeStringProperty("cache_type_v", name(identity.cacheV()));
        });
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
