package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Hashes prompts. Not safe for use by several threads. */
public final class PromptHasher {

  /** UTF-16 units that are hashed at once: a long passage is not copied as a whole. */
  private static final int CHUNK = 1 << 12;

  private final MessageDigest digest = Hash128.digest();
  private final ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * CHUNK);

  /** The hash of a prompt before anything is cut from it. */
  public Hash128 of(Prompt prompt) {
    for (SegmentedText.Segment segment : prompt.segments().segments()) {
      add(segment.kind().name());
      add(segment.text());
    }
    return Hash128.ofDigest(digest.digest());
  }

  /**
   * The hash of what a pair's score comes of beside a job's settings: of its prompt, and of the
   * budget of its own where it has one.
   */
  public Hash128 of(Prompt prompt, RerankRequest request) {
    if (request.maxThinkTokens().isEmpty()) {
      return of(prompt);
    }
    add("max_think_tokens");
    add(String.valueOf(request.maxThinkTokens().getAsInt()));
    return of(prompt);
  }

  /**
   * Adds a part behind its length, so that no two lists of parts are alike; as UTF-16, which has
   * bytes for every text, also for one that is none in UTF-8.
   */
  private void add(String part) {
    bytes.clear();
    bytes.putInt(part.length());
    digest.update(bytes.flip());
    for (int from = 0; from < part.length(); from += CHUNK) {
      int to = Math.min(part.length(), from + CHUNK);
      bytes.clear();
      bytes.asCharBuffer().put(part, from, to);
      digest.update(bytes.limit(Character.BYTES * (to - from)));
    }
  }
}
