package io.rank1.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.PairIds;
import io.rank1.cli.output.ContentMark;
import io.rank1.cli.output.Relevance;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import io.rank1.core.profile.ProfileMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final JobIdentity IDENTITY =
      new JobIdentity(
          "m.gguf",
          Recipe.EMPTY
              .with(SettingNames.PROGRAM, "rank1")
              .with(SettingNames.REVISION, 2)
              .with(SettingNames.MODEL, "a".repeat(64))
              .with(SettingNames.RUNTIME, "llama 1")
              .with(SettingNames.CONTEXT, 16_000)
              .with(SettingNames.THINK, 8192)
              .with(SettingNames.CACHE_K, "f16")
              .with(SettingNames.CACHE_V, "f16"));

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = dir.resolve("job.journal");
  }

  private IndexedJournal open() {
    return IndexedJournal.open(file, IDENTITY, Journal.Existing.RESUME);
  }

  private static JournalRecord record(String query, float logitTrue) {
    RerankRequest request = new RerankRequest(query, "do it well", "line\none\u2028 \"é\" 🦜");
    return new JournalRecord(
        key(request),
        PairPlace.ofCandidate(new PairIds("q", "d1"), new PairPlace.FirstStage(3, 17.25)),
        request,
        Outcome.of(
            new RerankResult(
                FinishReason.ANSWERED,
                Optional.of(new AnswerLogits(logitTrue, -1.1f)),
                Optional.empty(),
                "\nBecause.\u0000\n",
                new TokenCounts(17, 5, 1),
                new Truncation(18, 12),
                new Timings(Duration.ofNanos(1000), Duration.ofMillis(2), Duration.ofSeconds(3)))));
  }

  private static Hash128 key(RerankRequest request) {
    return IDENTITY.key(
        new PromptHasher().of(ProfileMethod.rank1().prompt(request, Thinking.upTo(1))));
  }

  private List<JournalRecord> write(int count) throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    try (IndexedJournal journal = open()) {
      for (int i = 0; i < count; i++) {
        records.add(record("query " + i, 0.1f + i));
        journal.append(records.get(i));
      }
    }
    return records;
  }

  private void cutOff(long bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, (int) (all.length - bytes)));
  }

  @Test
  void givesBackWhatWasAppendedBitByBit() throws Exception {
    List<JournalRecord> written = write(3);
    try (IndexedJournal journal = open()) {
      assertThat(journal.size()).isEqualTo(3);
      for (JournalRecord record : written) {
        JournalEntry entry = journal.find(record.key()).orElseThrow();
        assertThat(entry.relevance())
            .isEqualTo(record.result().evidence().map(Evidence::relevance));
        assertThat(entry.cut()).isTrue();
        assertThat(journal.read(entry)).isEqualTo(record);
      }
    }
  }

  @Test
  void keepsAFailureAndItsCauseUntilAnotherResultTakesItsPlace() throws Exception {
    JournalRecord good = record("q", 1);
    JournalRecord failed =
        new JournalRecord(
            good.key(),
            good.place(),
            good.request(),
            Outcome.of(RerankResult.without(FinishReason.FAILED, "it\tbroke", 18)));
    try (IndexedJournal journal = open()) {
      journal.append(failed);
    }
    try (IndexedJournal journal = open()) {
      JournalEntry entry = journal.find(good.key()).orElseThrow();
      assertThat(entry.relevance()).isEmpty();
      assertThat(journal.read(entry).result().failure()).contains("it\tbroke");
      journal.append(good);
    }
    try (IndexedJournal journal = open()) {
      assertThat(journal.read(journal.find(good.key()).orElseThrow())).isEqualTo(good);
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void dropsATornLastLineWhereverItIsTorn() throws Exception {
    List<JournalRecord> written = write(2);
    long whole = Files.size(file);
    long second = whole - Files.readAllLines(file).get(2).getBytes(StandardCharsets.UTF_8).length;
    for (long cut = 1; cut < whole - second; cut += 37) {
      byte[] before = Files.readAllBytes(file);
      cutOff(cut);
      try (IndexedJournal journal = open()) {
        assertThat(journal.find(written.get(0).key())).isPresent();
        assertThat(journal.find(written.get(1).key())).isEmpty();
        assertThat(journal.damaged()).isZero();
        journal.append(written.get(1));
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }

  @Test
  void startsAnewWhenNotEvenTheFirstLineIsWhole() throws Exception {
    write(0);
    cutOff(5);
    List<JournalRecord> written = write(1);
    try (IndexedJournal journal = open()) {
      assertThat(journal.find(written.get(0).key())).isPresent();
    }
  }

  @Test
  void passesOverADamagedLineAndCountsIt() throws Exception {
    List<JournalRecord> written = write(3);
    byte[] bytes = Files.readAllBytes(file);
    int second = Files.readAllLines(file).get(1).getBytes(StandardCharsets.UTF_8).length;
    int first = Files.readAllLines(file).get(0).getBytes(StandardCharsets.UTF_8).length;
    bytes[first + 1 + second + 1 + 60] ^= 1;
    Files.write(file, bytes);
    try (IndexedJournal journal = open()) {
      assertThat(journal.damaged()).isEqualTo(1);
      assertThat(journal.find(written.get(0).key())).isPresent();
      assertThat(journal.find(written.get(1).key())).isEmpty();
      assertThat(journal.find(written.get(2).key())).isPresent();
    }
  }

  @Test
  void refusesAJournalOfAnotherModelOrOtherSettingsByName() throws Exception {
    write(1);
    JobIdentity other =
        new JobIdentity(
            "n.gguf",
            IDENTITY
                .recipe()
                .with(SettingNames.MODEL, "b".repeat(64))
                .with(SettingNames.RUNTIME, "llama 2")
                .with(SettingNames.CONTEXT, 2000)
                .with(SettingNames.CACHE_V, "q8_0")
                .with("seed", 7));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> IndexedJournal.open(file, other, Journal.Existing.RESUME))
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(
            "the model m.gguf (SHA-256 aaaaaaaaaaaa...), not n.gguf (bbbbbbbbbbbb...)",
            "llama 1, not llama 2",
            "--ctx 16000, not 2000",
            "--cache-type-v f16, not q8_0",
            "no seed, not 7",
            "--restart");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void refusesAJournalOfTheFirstRulesWithTheReason() throws Exception {
    write(2);
    List<String> lines = Files.readAllLines(file);
    String header =
        "{\"rank1_journal\":1,\"model\":\"m.gguf\",\"model_sha256\":\""
            + "a".repeat(64)
            + "\",\"runtime\":\"llama 1\",\"context\":16000,\"max_think_tokens\":8192,"
            + "\"cache_type_k\":\"f16\",\"cache_type_v\":\"f16\"}";
    byte[] old = Checksum.sealed(header);
    Files.write(file, old);
    Files.writeString(file, lines.get(1) + "\n", StandardOpenOption.APPEND);

    assertThatThrownBy(this::open)
        .isInstanceOf(CommandException.class)
        .hasMessageContainingAll(
            "the rules of scoring of revision 1 (the markers <think> and </think> were spelled in"
                + " ordinary tokens), not 2",
            "--restart");
    try (PastJournal past = PastJournal.open(file, (key, entry) -> {})) {
      assertThat(IDENTITY.differences(past.identity().orElseThrow())).hasSize(1);
    }
    try (IndexedJournal journal = IndexedJournal.open(file, IDENTITY, Journal.Existing.RESTART)) {
      assertThat(journal.size()).isZero();
    }
  }

  @Test
  void takesARenamedModelForTheSame() throws Exception {
    write(1);
    JobIdentity renamed = new JobIdentity("x.gguf", IDENTITY.recipe());
    try (IndexedJournal journal = IndexedJournal.open(file, renamed, Journal.Existing.RESUME)) {
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void putsAJournalAsideToRestart() throws Exception {
    write(2);
    try (IndexedJournal journal = IndexedJournal.open(file, IDENTITY, Journal.Existing.RESTART)) {
      assertThat(journal.size()).isZero();
    }
    assertThat(Files.readAllLines(dir.resolve("job.journal.old"))).hasSize(3);
    try (IndexedJournal journal = IndexedJournal.open(file, IDENTITY, Journal.Existing.RESTART)) {
      assertThat(journal.size()).isZero();
    }
    assertThat(Files.readAllLines(dir.resolve("job.journal.old"))).hasSize(3);
    assertThat(Files.readAllLines(dir.resolve("job.journal.old.2"))).hasSize(1);
  }

  @Test
  void refusesAFileThatIsNoJournalAndLeavesItAlone() throws Exception {
    for (String text : List.of("precious\n", "{\"precious\": 1}", "{\"rank1_jo\u00e9", "\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(this::open)
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("cannot be used as a journal");
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  @Test
  void startsAnewWhereAPowerFailureLeftNothingButZeros() throws Exception {
    Files.write(file, new byte[100]);
    List<JournalRecord> written = write(1);
    try (IndexedJournal journal = open()) {
      assertThat(journal.find(written.get(0).key())).isPresent();
    }
  }

  @Test
  void remembersWhatItsJobHasWritten() throws Exception {
    Path output = Files.writeString(dir.resolve("out.run"), "results");
    ContentMark content = ContentMark.of(output);
    try (IndexedJournal journal = open()) {
      journal.noteWritten(output, content);
      journal.noteWritten(output, content);
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
    try (PastJournal journal = PastJournal.open(file, (key, entry) -> {})) {
      assertThat(journal.hasWritten(output)).isTrue();
      assertThat(journal.hasWritten(dir.resolve("other.run"))).isFalse();
      Files.writeString(output, "RESULTS");
      assertThat(journal.hasWritten(output)).as("somebody else's of this name").isFalse();
    }
    try (IndexedJournal journal = open()) {
      assertThat(journal.damaged()).isZero();
      assertThat(journal.size()).isZero();
      journal.noteWritten(output, ContentMark.of(output));
    }
    try (PastJournal journal = PastJournal.open(file, (key, entry) -> {})) {
      assertThat(journal.hasWritten(output)).isTrue();
    }
  }

  @Test
  void isOpenOnceOnly() throws Exception {
    try (IndexedJournal journal = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("works on it already");
      assertThat(journal.size()).isZero();
    }
  }

  /** POSIX drops a lock when its process closes the file anywhere. */
  @Test
  void whoIsRefusedOrReadsInThisProcessDoesNotOpenItForOthers() throws Exception {
    write(1);
    try (IndexedJournal journal = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("works on it already");
      assertThatThrownBy(() -> IndexedJournal.open(file, IDENTITY, Journal.Existing.RESTART))
          .hasMessageContaining("works on it already");
      assertThatThrownBy(() -> PastJournal.open(file, (key, entry) -> {}).close())
          .isInstanceOf(CommandException.class)
          .hasMessage(file + ": this process works on it already");
      assertThat(Journal.identityOf(file)).isEmpty();
      assertThat(openInAnotherProcess()).contains("another rank1 works on it");
      assertThat(journal.size()).isEqualTo(1);
    }
    assertThat(openInAnotherProcess()).isEmpty();
  }

  /** What another process says of the journal; empty when it could open it. */
  private String openInAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** The other process. */
  static final class Other {

    private Other() {}

    public static void main(String[] args) throws IOException {
      try {
        IndexedJournal.open(Path.of(args[0]), IDENTITY, Journal.Existing.RESUME).close();
      } catch (CommandException e) {
        System.err.println(e.getMessage());
      }
    }
  }

  @Test
  void writesItselfAnewWhereItWasDeleted() throws Exception {
    JournalRecord first = record("first", 1);
    JournalRecord second = record("second", 2);
    Path folder = Files.createDirectory(dir.resolve("volume"));
    Path deleted = folder.resolve("job.journal");
    try (IndexedJournal journal = IndexedJournal.open(deleted, IDENTITY, Journal.Existing.RESUME)) {
      journal.append(first);
      Files.delete(deleted);
      Files.delete(folder);
      assertThatThrownBy(journal::keepInPlace).isInstanceOf(IOException.class);
      journal.append(second);
      Files.createDirectory(folder);
      journal.keepInPlace();
      assertThat(journal.read(journal.find(first.key()).orElseThrow())).isEqualTo(first);
    }
    try (IndexedJournal journal = IndexedJournal.open(deleted, IDENTITY, Journal.Existing.RESUME)) {
      assertThat(journal.size()).isEqualTo(2);
      assertThat(journal.read(journal.find(second.key()).orElseThrow())).isEqualTo(second);
    }
  }

  @Test
  void keysDifferWithWhatDecidesAScoreAndWithNothingElse() {
    Hash128 prompt =
        new PromptHasher()
            .of(ProfileMethod.rank1().prompt(new RerankRequest("q", "p"), Thinking.upTo(1)));
    JobIdentity longer =
        new JobIdentity("m.gguf", IDENTITY.recipe().with(SettingNames.CONTEXT, 16_001));
    JobIdentity sampled = new JobIdentity("m.gguf", IDENTITY.recipe().with("seed", 7));
    assertThat(List.of(IDENTITY.key(prompt), longer.key(prompt), sampled.key(prompt)))
        .doesNotHaveDuplicates();
    assertThat(Hash128.parse(IDENTITY.key(prompt).toString())).isEqualTo(IDENTITY.key(prompt));
    assertThat(key(new RerankRequest("q", "x p"))).isNotEqualTo(key(new RerankRequest("q x", "p")));
  }

  @Test
  void readsLinesLongerThanItsBuffer() throws Exception {
    JournalRecord small = record("q", 1);
    RerankRequest request = new RerankRequest("q", "long ".repeat(1_000_000));
    JournalRecord large =
        new JournalRecord(
            key(request),
            small.place(),
            request,
            Outcome.of(RerankResult.without(FinishReason.FAILED, "no", 5)));
    try (IndexedJournal journal = open()) {
      journal.append(large);
      journal.append(small);
    }
    Files.writeString(file, "{\"half", StandardOpenOption.APPEND);
    try (IndexedJournal journal = open()) {
      assertThat(journal.read(journal.find(large.key()).orElseThrow())).isEqualTo(large);
      assertThat(journal.read(journal.find(small.key()).orElseThrow())).isEqualTo(small);
    }
  }

  /** The second line, with something else in it. */
  private void rewriteTheRecord(String part, String other) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String record = lines.get(1);
    assertThat(record).contains(part);
    String content = record.substring(0, record.lastIndexOf(",\"crc\"")) + "}";
    Files.writeString(file, lines.get(0) + "\n");
    Files.write(file, Checksum.sealed(content.replace(part, other)), StandardOpenOption.APPEND);
  }

  private JournalRecord theOnlyRecord(Hash128 key) throws IOException {
    try (IndexedJournal journal = open()) {
      assertThat(journal.damaged()).isZero();
      return journal.read(journal.find(key).orElseThrow());
    }
  }

  @Test
  void keepsAFinishReasonThatItDoesNotKnow() throws Exception {
    Hash128 key = write(1).get(0).key();
    rewriteTheRecord("\"answered\"", "\"forced_by_moonlight\"");
    JournalRecord scored = theOnlyRecord(key);
    assertThat(scored.result().finish()).isEqualTo(new Finish("forced_by_moonlight"));
    assertThat(scored.result().finish().known()).isEmpty();
    assertThat(scored.result().evidence().flatMap(Evidence::logits))
        .contains(new AnswerLogits(0.1f, -1.1f));
    try (IndexedJournal journal = open()) {
      journal.append(scored);
    }
    assertThat(theOnlyRecord(key)).isEqualTo(scored);
  }

  @Test
  void keepsEvidenceThatItDoesNotKnow() throws Exception {
    Hash128 key = write(1).get(0).key();
    rewriteTheRecord(
        "{\"logit_true\":0.1,\"logit_false\":-1.1}",
        "{\"grades\":[0.25,{\"é\":\"}\"}],\"logit_true\":null}");
    JournalRecord record = theOnlyRecord(key);
    Evidence evidence = record.result().evidence().orElseThrow();
    assertThat(evidence.json()).isEqualTo("{\"grades\":[0.25,{\"é\":\"}\"}],\"logit_true\":null}");
    assertThat(evidence.logits()).isEmpty();
    assertThat(evidence.relevance()).isEqualTo(Relevance.of(new AnswerLogits(0.1f, -1.1f)));
    try (IndexedJournal journal = open()) {
      journal.append(record);
    }
    assertThat(theOnlyRecord(key)).isEqualTo(record);
  }

  @Test
  void keepsTheChainsOfAMean() throws Exception {
    JournalRecord one = record("query", 0.1f);
    AnswerLogits yes = new AnswerLogits(2, 0.5f);
    AnswerLogits no = new AnswerLogits(-700, 700);
    RerankResult.Sample first = new RerankResult.Sample(FinishReason.ANSWERED, yes, "é\u2028", 3);
    RerankResult.Sample second = new RerankResult.Sample(FinishReason.ANSWERED, no, "No.", 4);
    Outcome outcome =
        Outcome.of(
            new RerankResult(
                FinishReason.ANSWERED,
                Optional.of(new MeanScore(List.of(yes, no))),
                Optional.empty(),
                "No.",
                List.of(first, second),
                new TokenCounts(17, 7, 0),
                new Truncation(18, 18),
                Timings.NONE));
    try (IndexedJournal journal = open()) {
      journal.append(new JournalRecord(one.key(), one.place(), one.request(), outcome));
    }
    Evidence evidence = theOnlyRecord(one.key()).result().evidence().orElseThrow();
    assertThat(evidence).isEqualTo(outcome.evidence().orElseThrow());
    assertThat(evidence.isOfSamples()).isTrue();
    assertThat(evidence.relevance().probability()).isCloseTo(yes.probability() / 2, within(1e-12));
  }

  @Test
  void passesOverFieldsAndNotesThatItDoesNotKnow() throws Exception {
    JournalRecord record = write(1).get(0);
    rewriteTheRecord(
        "\"prompt_tokens\"", "\"votes\":[1,{}],\"usage\":{\"key\":1},\"prompt_tokens\"");
    Files.write(
        file,
        Checksum.sealed("{\"rank1_journal\":2,\"paused\":\"yes\"}"),
        StandardOpenOption.APPEND);
    assertThat(theOnlyRecord(record.key())).isEqualTo(record);
  }

  @Test
  void countsARecordThatContradictsItselfAsDamaged() throws Exception {
    write(1);
    rewriteTheRecord("\"answered\"", "\"failed\"");
    try (IndexedJournal journal = open()) {
      assertThat(journal.damaged()).isEqualTo(1);
      assertThat(journal.size()).isZero();
    }
  }
}
