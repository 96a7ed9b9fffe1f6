package io.rank1.models.demo;

import io.rank1.core.resource.PackedFile;
import io.rank1.core.resource.UserCache;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A tiny model in rank1's form, inside this jar: for every content word of the query it says
 * whether the passage holds it, and its P(true) rises with the share of those found. It matches
 * words and understands none, so it shows what the project does and tests it, and ranks for nobody.
 * How it was made: {@code scripts/demo-model} in the sources.
 */
public final class DemoModel {

  /** The value of {@code general.name} in the file, by which it is known under any file name. */
  public static final String NAME = "rank1 demo";

  /** The file's name, by which results name the model. */
  public static final String FILE_NAME = "rank1-demo-q8_0.gguf";

  /** What everybody who sees its scores should know, in one line. */
  public static final String NOTICE =
      "this is the demo model, which matches words and understands none; for real relevance give"
          + " --model a rank1, such as rank1-7b:Q4_K_M after 'rank1 models pull rank1-7b:Q4_K_M'";

  private static final PackedFile PACKED =
      new PackedFile(
          "META-INF/rank1/" + FILE_NAME,
          "86af35ccf35538b06268167fcc59e7574439fce03b77d48b743e16d568518756");

  private DemoModel() {}

  /**
   * The model as a file in the user's cache folder, taken out of the jar if it is not there yet or
   * damaged. Safe for use by several threads and processes.
   *
   * @throws IOException when the folder cannot be written; the message says which it is, and that
   *     {@code RANK1_CACHE} names another
   */
  public static Path file() throws IOException {
    UserCache cache = UserCache.ofThisUser().section("models");
    try {
      return cache.provide(PACKED, DemoModel.class.getClassLoader());
    } catch (IOException e) {
      throw new IOException("cannot unpack the demo model: " + cache.whyNotWritten(e), e);
    }
  }
}
