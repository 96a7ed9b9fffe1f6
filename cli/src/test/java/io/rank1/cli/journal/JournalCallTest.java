package io.rank1.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls about lists in a journal. */
class JournalCallTest {

  private static final JobIdentity IDENTITY =
      new JobIdentity("m.gguf", Recipe.EMPTY.with("program.name", "lists"));

  @TempDir Path dir;

  private static Hash128 key(int number) {
    return Hash128.of(new byte[] {(byte) number});
  }

  private static JournalCall call(int number, CallAnswer answer, Judgement judgement) {
    return JournalCall.of(
        key(number),
        "what \"is\" it?",
        new CallRecord(
            key(100 + number),
            Optional.of("q\t1"),
            List.of(4, 2, 7),
            List.of("a\"b", "c", "d,e"),
            answer,
            judgement,
            CallRecord.End.BUDGET,
            new TokenCounts(30, 20, 10),
            0.25,
            Timings.NONE));
  }

  private static List<JournalCall> calls() {
    return List.of(
        call(
            1,
            new CallAnswer.Written("so: [3] > [1]\n\u2028\u001b end"),
            Judgement.Order.of(List.of(2, 0))),
        call(
            2,
            new CallAnswer.Logits(List.of(0.1f, Float.MIN_VALUE, -3e38f)),
            Judgement.Values.of(0.1, 0, -3)),
        call(
            3,
            new CallAnswer.Written("{}"),
            new Judgement.Values(
                List.of(OptionalDouble.empty(), OptionalDouble.of(1 / 3.0), OptionalDouble.of(9)),
                Set.of(Fallback.SCORES_BEYOND_SCALE))),
        call(4, new CallAnswer.Written("B"), new Judgement.Pick(1, Set.of())),
        call(5, new CallAnswer.Written(""), new Judgement.None(Set.of(Fallback.ORDER_UNPARSABLE))));
  }

  @Test
  void everyKindComesBackAsItWas() throws Exception {
    Path path = dir.resolve("j");
    try (Journal journal = open(path, new HashMap<>())) {
      for (JournalCall call : calls()) {
        JournalEntry entry = journal.append(call);
        assertThat(journal.readCall(entry)).isEqualTo(call);
        assertThat(entry.relevance()).isEmpty();
        assertThat(entry.cut()).isTrue();
      }
    }
    Map<Hash128, JournalEntry> found = new HashMap<>();
    try (Journal journal = open(path, found)) {
      assertThat(journal.damaged()).isZero();
      assertThat(found).hasSize(5);
      for (JournalCall call : calls()) {
        JournalEntry entry = found.get(call.key());
        assertThat(journal.readCall(entry)).isEqualTo(call);
        assertThat(entry.promptTokens()).isEqualTo(30);
        assertThat(entry.completionTokens()).isEqualTo(20);
      }
    }
    assertThat(calls().get(0).reading().order()).containsExactly("d,e", "a\"b", "c");
    assertThat(calls().get(0).reading().fallbacks()).containsExactly("missing_appended");
    assertThat(calls().get(3).reading().order()).containsExactly("c");
  }

  private static Journal open(Path path, Map<Hash128, JournalEntry> found) {
    return Journal.open(path, IDENTITY, Journal.Existing.RESUME, found::put);
  }

  /** A call whose line the disk lost is asked for again, and no other. */
  @Test
  void aDamagedLineIsLeftOut() throws IOException {
    Path path = dir.resolve("j");
    try (Journal journal = open(path, new HashMap<>())) {
      for (JournalCall call : calls()) {
        journal.append(call);
      }
    }
    String text = Files.readString(path);
    Files.writeString(path, text.replace("so: [3]", "so: [2]"), StandardCharsets.UTF_8);
    Map<Hash128, JournalEntry> found = new HashMap<>();
    try (Journal journal = open(path, found)) {
      assertThat(journal.damaged()).isEqualTo(1);
      assertThat(found).hasSize(4).doesNotContainKey(key(1));
    }
  }
}
