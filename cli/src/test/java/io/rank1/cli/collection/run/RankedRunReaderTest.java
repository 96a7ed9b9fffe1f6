package io.rank1.cli.collection.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.Packed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankedRunReaderTest {

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("a.run");
  }

  private RankedRun read(RunFormat format) throws InputException {
    return RankedRunReader.read(new RunSource(file, format));
  }

  private RankedRun read(String text) throws Exception {
    Files.writeString(file, text);
    return read(RunFormat.AUTO);
  }

  private static List<String> docids(RankedTopic topic) {
    return topic.candidates().stream().map(Candidate::docid).toList();
  }

  @Test
  void takesRanksWithDecimalPoints() throws Exception {
    RankedRun run = read("q Q0 b 2.0 1 x\nq Q0 a 1.0 1 x\n");
    assertThat(run.topics().get(0).candidates())
        .extracting(Candidate::docid)
        .containsExactly("a", "b");
  }

  @Test
  void countsLinesThatRepeatAnotherOnce() throws Exception {
    RankedRun run = read("q Q0 a 1 2 x\nq Q0 b 2 1 x\nq Q0 a 1 2.0 y\n");
    assertThat(run.topics().get(0).candidates())
        .extracting(Candidate::docid)
        .containsExactly("a", "b");
    assertThat(run.notices()).hasSize(1);
    assertThat(run.notices().get(0))
        .endsWith(": lines that repeat another, counted once: 1 (a of q)");
  }

  @Test
  void ordersByScoreThenRankThenPlaceInTheFile() throws Exception {
    RankedRun run =
        read(
            """
            q2 Q0 a 3 1.5 x
            q1 Q0 z 1 0.1000000002 x
            q2 Q0 b 2 1.5 x
            q1 Q0 y 2 0.1000000003 x
            q2 Q0 d 4 1.5 x
            q2 Q0 c 4 1.5 x
            q2 Q0 e 1 1e3 x
            """);
    assertThat(run.topics()).extracting(RankedTopic::qid).containsExactly("q2", "q1");
    assertThat(run.topics()).extracting(RankedTopic::line).containsExactly(1L, 2L);
    assertThat(docids(run.topics().get(0))).containsExactly("e", "b", "a", "d", "c");
    assertThat(run.topics().get(0).candidates())
        .startsWith(new Candidate("e", 1, 1000), new Candidate("b", 2, 1.5));
    assertThat(docids(run.topics().get(1))).containsExactly("y", "z");
    assertThat(run.qids()).containsExactlyInAnyOrder("q1", "q2");
  }

  @Test
  void tellsWhereRanksContradictScores() throws Exception {
    RankedRun run =
        read(
            """
            q1 Q0 a 1 1 x
            q1 Q0 b 2 2 x
            q2 Q0 a 1 2 x
            q2 Q0 b 2 1 x
            q3 Q0 a 0 2 x
            q3 Q0 b 0 1 x
            """);
    assertThat(run.notices())
        .containsExactly(
            file + ": the ranks of 1 of 3 queries contradict the scores, which are followed (q1)");
  }

  @Test
  void bothZerosAreOneScore() throws Exception {
    RankedRun run = read("q Q0 a 1 -0.0 x\nq Q0 b 2 0 x\n");
    assertThat(docids(run.topics().get(0))).containsExactly("a", "b");
    assertThat(run.notices()).isEmpty();
  }

  @Test
  void readsJsonInTheOrderOfTheFile() throws Exception {
    RankedRun run =
        read("\uFEFF\n {\"q 1\": {\"d\": 1, \"c\": 2.5, \"b\": 1}, \"q2\": {\"a\": -1}}");
    assertThat(run.topics()).extracting(RankedTopic::qid).containsExactly("q 1", "q2");
    assertThat(docids(run.topics().get(0))).containsExactly("c", "d", "b");
    assertThat(run.topics().get(0).line()).isEqualTo(2);
    assertThat(run.notices()).isEmpty();
  }

  /** As trec_eval does. */
  @Test
  void leavesOutCommentsAndWhatFollowsTheTag() throws Exception {
    RankedRun run = read("# made by x\nq#1 Q0 a#1 1 2 x more of it\n  #\nq#1 Q0 b 2 1 #x\n#\n");
    assertThat(run.qids()).containsExactly("q#1");
    assertThat(run.topics().get(0).line()).isEqualTo(2);
    assertThat(docids(run.topics().get(0))).containsExactly("a#1", "b");
  }

  @Test
  void readsPackedRuns() throws Exception {
    Files.write(file, Packed.zstd("{\"q\": {\"a\": 1}}"));
    assertThat(read(RunFormat.AUTO).qids()).containsExactly("q");
    Files.write(file, Packed.gzip("q Q0 a 1 1 x\r\n"));
    assertThat(read(RunFormat.AUTO).qids()).containsExactly("q");
  }

  @Test
  void aFormatCanBeForced() throws Exception {
    Files.writeString(file, "{q} Q0 a 1 1 x\n");
    assertThat(read(RunFormat.TREC).qids()).containsExactly("{q}");
    assertThatThrownBy(() -> read(RunFormat.AUTO)).isInstanceOf(InputException.class);
    Files.writeString(file, "q Q0 a 1 1 x\n");
    assertThatThrownBy(() -> read(RunFormat.JSON))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":1: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          q Q0 a 1 2               | :1: 5 columns, expected 6 (qid, Q0, docid, rank, score, tag), separated by blanks or tabs
          q Q0 my a 1 2 x          | :1: 7 columns, and the rank a is not a number; does an identifier have blanks in it?
          q Q0 a 1.5 2 x y         | :1: the rank 1.5 is not a whole number
          q Q0 a 1 high x          | :1: the score high is not a finite number
          q Q0 a 1 NaN x           | :1: the score NaN is not a finite number
          q Q0 a 1 -inf x          | :1: the score -inf is not a finite number
          q Q0 a 1 1e999 x         | :1: the score is beyond the largest number
          q Q0 a 1 2 x;q Q0 b two 1 x | :2: the rank two is not a whole number
          q Q0 a 1.5 2 x           | :1: the rank 1.5 is not a whole number
          q Q0 a 1 2 x;p Q0 a 1 2 x;q Q0 a 2 1 x | :3: document a again for query q, otherwise than in line 1; keep one of the two
          q Q0 a 1 2 x;;q Q0 b 2 1 x | :2: blank line; remove it
          {'q': {'a': '1'}}        | :1: expected {"qid": {"docid": score}}
          {'q': {'a': 1e999}}      | :1: the score is beyond the largest number
          {'q': {'': 1}}           | :1: an identifier is blank
          {'q': {'a': 1,;'a': 2}}  | :2: Duplicate Object property "a"
          {'q': {}}                | : no documents
          ;                        | : no documents
          ^^                       | : no documents
          """)
  void namesThePlaceOfABadLine(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace(';', '\n').replace('\'', '"')))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void namesTheLineOfAnotherEncoding() throws Exception {
    Files.write(file, new byte[] {'q', ' ', '0', '\n', 'q', (byte) 0xFC, '\n'});
    assertThatThrownBy(() -> read(RunFormat.AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":1: 2 columns");
    Files.write(file, new byte[] {'q', (byte) 0xFC, '\n'});
    assertThatThrownBy(() -> read(RunFormat.AUTO))
        .hasMessage(file + ":1: invalid UTF-8; convert the file to UTF-8");
  }
}
