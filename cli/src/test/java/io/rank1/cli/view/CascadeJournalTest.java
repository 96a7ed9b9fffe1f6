package io.rank1.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.Pass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cascade's journal, which has a record of each pass, in whatever order they came. */
class CascadeJournalTest {

  private static final String HEADER =
      "{\"rank1_journal\":2,\"model\":\"m\",\"recipe\":{\"runtime\":\"r\","
          + "\"first_pass.runtime\":\"r\"}}\n";
  private static final String DIRECT = record("k1", "d", "p", "direct", "\"value\":2,");
  private static final String THOUGHT = record("k2", "d", "p", "answered", "\"value\":-1,");
  private static final String FAILED = record("k3", "d", "p", "failed", "\"error\":\"why\",");
  private static final String CHANGED = record("k4", "d", "new", "direct", "\"value\":5,");

  @TempDir Path dir;

  private static String record(
      String key, String docid, String passage, String finish, String score) {
    String ids = docid.isEmpty() ? "" : "\"qid\":\"q\",\"docid\":\"" + docid + "\",";
    return String.format(
        Locale.ROOT,
        "{\"key\":\"%s\",%s%s\"finish_reason\":\"%s\",\"query\":\"a\",\"passage\":\"%s\","
            + "\"reasoning\":\"by %s\"}\n",
        key,
        ids,
        score,
        finish,
        passage,
        key);
  }

  private ResultFile file(String... lines) throws Exception {
    Path file = Files.writeString(dir.resolve("journal"), String.join("", lines));
    return ResultFile.at(file);
  }

  /** The only pair, which is the same with texts and without. */
  private RankedPair pair(String... records) throws Exception {
    ResultFile file = file(HEADER, String.join("", records));
    Catalogue catalogue = Catalogue.of(file);
    List<RankedPair> pairs = Rankings.first(file, catalogue, 1).queries().get(0).pairs();
    assertThat(pairs).hasSize(1);
    assertThat(catalogue.queries().get(0).standings())
        .containsExactly(pairs.get(0).standing())
        .hasSize(1);
    return pairs.get(0);
  }

  private static void require(
      RankedPair pair, Optional<Double> score, Pass decidedBy, Optional<Double> first) {
    assertThat(pair.standing().relevance()).isEqualTo(score.map(Relevance::new));
    assertThat(pair.standing().passes()).contains(new Passes(decidedBy, first.map(Relevance::new)));
  }

  @Test
  void theSecondPassCountsAndKeepsWhatTheFirstSays() throws Exception {
    for (String[] records :
        List.of(new String[] {DIRECT, THOUGHT}, new String[] {THOUGHT, DIRECT})) {
      RankedPair pair = pair(records);
      require(pair, Optional.of(-1.0), Pass.THINKING, Optional.of(2.0));
      assertThat(pair.firstPassRank()).isEqualTo(1);
      assertThat(pair.texts().reasoning()).isEqualTo("by k2");
    }
    require(pair(DIRECT), Optional.of(2.0), Pass.DIRECT, Optional.of(2.0));
    require(pair(THOUGHT), Optional.of(-1.0), Pass.THINKING, Optional.empty());
  }

  @Test
  void aFailureIsOfThePassThatWasNext() throws Exception {
    require(pair(FAILED), Optional.empty(), Pass.DIRECT, Optional.empty());
    require(pair(FAILED, DIRECT), Optional.of(2.0), Pass.DIRECT, Optional.of(2.0));
    require(pair(DIRECT, FAILED), Optional.empty(), Pass.THINKING, Optional.of(2.0));
    require(pair(DIRECT, FAILED, THOUGHT), Optional.of(-1.0), Pass.THINKING, Optional.of(2.0));
  }

  @Test
  void whatWasSaidOfAnotherTextIsForgotten() throws Exception {
    require(pair(DIRECT, THOUGHT, CHANGED), Optional.of(5.0), Pass.DIRECT, Optional.of(5.0));
    require(pair(CHANGED, THOUGHT, DIRECT), Optional.of(-1.0), Pass.THINKING, Optional.of(2.0));
  }

  @Test
  void pairsWithoutIdsAreToldByTheirTexts() throws Exception {
    require(
        pair(
            record("k1", "", "p", "direct", "\"value\":2,"),
            record("k2", "", "p", "answered", "\"value\":-1,")),
        Optional.of(-1.0),
        Pass.THINKING,
        Optional.of(2.0));
  }

  @Test
  void anotherJournalHasNoPasses() throws Exception {
    ResultFile file = file(HEADER.replace("first_pass.", "other."), DIRECT, THOUGHT);
    Standing standing = Catalogue.of(file).queries().get(0).standings().get(0);
    assertThat(standing.passes()).isEmpty();
    assertThat(standing.relevance()).contains(new Relevance(-1));
  }
}
