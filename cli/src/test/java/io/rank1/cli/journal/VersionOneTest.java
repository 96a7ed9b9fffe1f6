package io.rank1.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.output.Relevance;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.ProfileMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that a program wrote which knew version 1 only. */
class VersionOneTest {

  private static final Recipe RECIPE =
      Recipe.EMPTY
          .with(SettingNames.PROGRAM, "rank1")
          .with(SettingNames.REVISION, 2)
          .with(SettingNames.MODEL, "a".repeat(64))
          .with(SettingNames.RUNTIME, "llama 1")
          .with(SettingNames.CONTEXT, 16_000)
          .with(SettingNames.THINK, 8192)
          .with(SettingNames.CACHE_K, "f16")
          .with(SettingNames.CACHE_V, "f16");
  private static final JobIdentity IDENTITY = new JobIdentity("m.gguf", RECIPE);

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void copy() throws IOException {
    file = dir.resolve("old.journal");
    try (InputStream old = VersionOneTest.class.getResourceAsStream("version-1.journal")) {
      Files.copy(old, file);
    }
  }

  private static Hash128 key(RerankRequest request) {
    return IDENTITY.key(
        new PromptHasher().of(ProfileMethod.rank1().prompt(request, Thinking.upTo(1))));
  }

  @Test
  void isGoneOnWith() throws Exception {
    try (IndexedJournal journal = IndexedJournal.open(file, IDENTITY, Journal.Existing.RESUME)) {
      assertThat(journal.damaged()).isZero();
      assertThat(journal.size()).isEqualTo(3);
      JournalEntry failed = journal.find(key(new RerankRequest("two", "passage"))).orElseThrow();
      assertThat(journal.read(failed).result().failure()).contains("it\tbroke");
      RerankRequest third = new RerankRequest("three", "do it well", "line\none \"é\"");
      JournalEntry forced = journal.find(key(third)).orElseThrow();
      assertThat(forced.relevance()).contains(new Relevance(-0.75));
      Outcome outcome = journal.read(forced).result();
      assertThat(outcome.finish()).isEqualTo(Finish.of(FinishReason.FORCED_BY_BUDGET));
      assertThat(outcome.evidence().flatMap(Evidence::logits))
          .contains(new AnswerLogits(1.5f, 2.25f));
    }
  }

  @Test
  void itsRecordsBecomeThoseOfThisVersion() throws Exception {
    RerankRequest first = new RerankRequest("one", "do it well", "line\none \"é\"");
    JournalRecord record;
    Map<Hash128, Long> offsets = new HashMap<>();
    try (PastJournal past =
        PastJournal.open(file, (key, entry) -> offsets.put(key, entry.offset()))) {
      record = past.read(offsets.get(key(first)));
    }
    Path fresh = dir.resolve("new.journal");
    try (IndexedJournal journal = IndexedJournal.open(fresh, IDENTITY, Journal.Existing.RESUME)) {
      assertThat(journal.read(journal.append(record))).isEqualTo(record);
    }
    assertThat(Files.readAllLines(fresh).get(0)).startsWith("{\"rank1_journal\":2,");
    assertThat(Files.readAllLines(fresh).get(1))
        .contains(
            "\"value\":1.200000025331974,"
                + "\"evidence\":{\"logit_true\":0.1,\"logit_false\":-1.1},");
  }

  @Test
  void remembersWhatItsJobHasWritten() throws Exception {
    try (PastJournal past =
        PastJournal.open(file, (key, entry) -> {})) { // by its name, as it tells nothing more
      assertThat(past.hasWritten(Path.of("/out/a.run"))).isTrue();
    }
  }

  @Test
  void isRefusedWhereItsJobHadNoSuchSetting() {
    JobIdentity sampled = new JobIdentity("m.gguf", RECIPE.with("sampling.temperature", "0.7"));
    assertThatThrownBy(() -> IndexedJournal.open(file, sampled, Journal.Existing.RESUME))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(
            "the journal " + file + " is of another job: no sampling.temperature, not 0.7",
            "--restart");
  }

  @Test
  void aLaterVersionIsRefusedByItsNumber() throws Exception {
    Files.write(file, Checksum.sealed("{\"rank1_journal\":3,\"recipe\":{}}"));
    assertThatThrownBy(() -> IndexedJournal.open(file, IDENTITY, Journal.Existing.RESUME))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("it is of version 3, and this rank1 knows versions 1 and 2");
  }
}
