package io.rank1.cli.journal;

import io.rank1.core.prompt.Prompt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Hashes prompts. Not safe for use by several threads. */
public final class PromptHasher {

  private final MessageDigest digest = Hash128.digest();

  /** The hash of a prompt before anything is cut from it. */
  public Hash128 of(Prompt prompt) {
    add(prompt.head());
    add(prompt.passage());
    add(prompt.tail());
    return Hash128.of(digest.digest());
  }

  /** Adds a part behind its length, so that no two lists of parts are alike. */
  private void add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
