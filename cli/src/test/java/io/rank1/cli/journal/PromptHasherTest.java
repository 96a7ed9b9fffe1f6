package io.rank1.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText.Segment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptHasherTest {

  private static void add(MessageDigest digest, String part) {
    digest.update(HexFormat.of().parseHex(HexFormat.of().toHexDigits(part.length())));
    digest.update(part.getBytes(StandardCharsets.UTF_16BE));
  }

  /** Journals of earlier versions hold such hashes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 8192, 100_000})
  void aPromptOfAnyLengthHasTheHashOfItsPartsInOnePiece(int length) throws Exception {
    String passage = "aä\uD83D\uDE00".repeat(length).substring(0, length - length % 4);
    Prompt prompt =
        ProfileMethod.rank1().prompt(new RerankRequest("query", passage + "."), Thinking.upTo(1));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Segment segment : prompt.segments().segments()) {
      add(digest, segment.kind().name());
      add(digest, segment.text());
    }
    String whole = HexFormat.of().formatHex(digest.digest());
    PromptHasher hasher = new PromptHasher();
    assertThat(hasher.of(prompt)).hasToString(whole.substring(0, 32));
    assertThat(hasher.of(prompt)).hasToString(whole.substring(0, 32));
  }
}
