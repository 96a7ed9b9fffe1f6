package io.rank1.cli.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.journal.Finish;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.Relevance;
import io.rank1.cli.trec.Utf8Order;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TrecFormatTest {

  private record Line(String docid, int rank, double score) {}

  private static ResultRow row(String docid, int rank, Optional<JournalEntry> entry) {
    return new ResultRow(
        PairPlace.ofCandidate(new PairIds("q", docid), new PairPlace.FirstStage(rank, -rank)),
        entry);
  }

  private static Optional<JournalEntry> scored(float logitTrue, float logitFalse) {
    return Optional.of(
        new JournalEntry(
            0,
            Finish.of(FinishReason.ANSWERED),
            Optional.of(Relevance.of(new AnswerLogits(logitTrue, logitFalse))),
            1,
            1,
            false));
  }

  private static Optional<JournalEntry> failed() {
    return Optional.of(
        new JournalEntry(0, Finish.of(FinishReason.FAILED), Optional.empty(), 0, 0, false));
  }

  private static List<Line> write(List<ResultRow> rows) throws IOException {
    StringWriter text = new StringWriter();
    new TrecFormat("tag").write(Ranking.of(rows), text);
    List<Line> lines = new ArrayList<>();
    for (String line : text.toString().split("\n")) {
      String[] cells = line.split(" ");
      assertThat(cells).hasSize(6);
      assertThat(List.of(cells[0], cells[1], cells[5])).containsExactly("q", "Q0", "tag");
      lines.add(new Line(cells[2], Integer.parseInt(cells[3]), Double.parseDouble(cells[4])));
    }
    return lines;
  }

  private static List<String> sorted(List<Line> lines, ToDoubleFunction<Line> score) {
    return lines.stream()
        .sorted(
            Comparator.comparingDouble(score)
                .thenComparing(Line::docid, Utf8Order.ASCENDING)
                .reversed())
        .map(Line::docid)
        .toList();
  }

  @Test
  void writesTheDifferenceOfTheLogitsInFull() throws Exception {
    List<Line> lines =
        write(List.of(row("a", 1, scored(1.1f, 2.2f)), row("b", 2, scored(2.5f, -1))));
    assertThat(lines)
        .containsExactly(new Line("b", 1, 3.5), new Line("a", 2, (double) 1.1f - (double) 2.2f));
  }

  @Test
  void ordersEqualScoresByTheFirstStageAndKeepsThatForEveryReader() throws Exception {
    List<Line> lines =
        write(
            List.of(
                row("c", 3, scored(1, 0)), row("a", 1, scored(1, 0)), row("b", 2, scored(1, 0))));
    assertThat(lines).extracting(Line::docid).containsExactly("a", "b", "c");
    assertThat(sorted(lines, Line::score)).containsExactly("a", "b", "c");
  }

  @Test
  void leavesTiesThatReadersOrderAsWeDoAlone() throws Exception {
    List<Line> lines = write(List.of(row("b", 1, scored(1, 0)), row("a", 2, scored(1, 0))));
    assertThat(lines).containsExactly(new Line("b", 1, 1), new Line("a", 2, 1));
  }

  @Test
  void putsFailuresBelowScoresAndTheTailBelowFailures() throws Exception {
    List<Line> lines =
        write(
            List.of(
                row("tail", 4, Optional.empty()),
                row("failed", 1, failed()),
                row("bad", 2, scored(-40, 40)),
                row("good", 3, scored(40, -40))));
    assertThat(lines)
        .containsExactly(
            new Line("good", 1, 80),
            new Line("bad", 2, -80),
            new Line("failed", 3, -81),
            new Line("tail", 4, -82));
  }

  @Test
  void everyReaderFindsOurOrderWhateverTheScores() throws Exception {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      List<ResultRow> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String docid = Integer.toString(random.nextInt(1_000_000), 36) + "-" + i;
        rows.add(row(docid, i + 1, anyEntry(random)));
      }
      List<Line> lines = write(rows);
      List<String> ours = lines.stream().map(Line::docid).toList();
      assertThat(sorted(lines, Line::score)).isEqualTo(ours);
      assertThat(sorted(lines, line -> (float) line.score())).isEqualTo(ours);
    }
  }

  /** Many ties, and many scores that differ by less than 32 bits can tell. */
  private static Optional<JournalEntry> anyEntry(Random random) {
    float base = random.nextInt(3) * 7.3f;
    return switch (random.nextInt(6)) {
      case 0 -> Optional.empty();
      case 1 -> failed();
      case 2 -> scored(base, 0.25f);
      case 3 -> scored(Math.nextUp(base), 0.25f + random.nextInt(3) * 1e-7f);
      case 4 -> scored(base + 1e-6f * random.nextInt(4), (float) 1e-9 * random.nextInt(5));
      default -> scored(random.nextFloat() * 30, random.nextFloat() * 30);
    };
  }
}
