package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Hashes prompts. Not safe for use by several threads. */
public final class PromptHasher {

  private final MessageDigest digest = Hash128.digest();

  /** The hash of a prompt before anything is cut from it. */
  public Hash128 of(Prompt prompt) {
    for (SegmentedText.Segment segment : prompt.segments().segments()) {
      add(segment.kind().name());
      add(segment.text());
    }
    return Hash128.ofDigest(digest.digest());
  }

  /**
   * Adds a part behind its length, so that no two lists of parts are alike; as UTF-16, which has
   * bytes for every text, also for one that is none in UTF-8.
   */
  private void add(String part) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * part.length());
    bytes.putInt(part.length());
    bytes.asCharBuffer().put(part);
    digest.update(bytes.rewind());
  }
}
