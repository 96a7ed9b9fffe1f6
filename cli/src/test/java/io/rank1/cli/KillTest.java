package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a job at random instants, starts it again each time, and compares what it writes in the end
 * with an unbroken run. The system property {@code rank1.kills} says how often; 50 without it.
 */
class KillTest {

  private static final int KILLS = Integer.getInteger("rank1.kills", 50);
  private static final int TOPICS = 25;
  private static final int DOCUMENTS = 100;

  /** What the manual says that an ended process may have to do again. */
  private static final long WINDOW_MILLIS = 2000;

  private static final String[] OUTPUTS = {"out.run", "out.json", "out.tsv", "out.jsonl"};

  @TempDir Path dir;

  /** How many times as long as an unbroken job without a model a process may live. */
  private int patience = 1;

  @BeforeEach
  void writeInputs() throws IOException {
    Files.writeString(
        dir.resolve("topics.tsv"),
        IntStream.range(0, TOPICS)
            .mapToObj(i -> i + "\tquery " + i + "\n")
            .collect(Collectors.joining()));
    StringBuilder corpus = new StringBuilder();
    StringBuilder run = new StringBuilder();
    for (int topic = 0; topic < TOPICS; topic++) {
      for (int rank = 1; rank <= DOCUMENTS; rank++) {
        String docid = "d" + topic + "-" + rank;
        corpus.append(docid).append("\tpassage ").append(docid).append("\n");
        run.append(topic + " Q0 " + docid + " " + rank + " " + (1000 - rank) + " bm25\n");
      }
    }
    Files.writeString(dir.resolve("corpus.tsv"), corpus);
    Files.writeString(dir.resolve("first.run"), run);
  }

  private Process start(String folder, int millisPerPair, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledJobMain.class.getName(),
                dir.resolve(folder + ".log").toString(),
                String.valueOf(millisPerPair)));
    command.addAll(List.of("rerank", "--run", "first.run", "--topics", "topics.tsv", "--corpus"));
    command.addAll(List.of("corpus.tsv", "--quiet", "--overwrite"));
    command.addAll(List.of(more));
    if (command.contains("--profile")) {
      command.addAll(List.of("--calls", folder + "/calls.jsonl"));
    }
    for (String output : OUTPUTS) {
      command.addAll(List.of("-o", folder + "/" + output));
    }
    return new ProcessBuilder(command)
        .directory(dir.toFile())
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve(folder + ".txt").toFile())
        .start();
  }

  private void runToTheEnd(String folder, String... more) throws Exception {
    Process process = start(folder, 0, more);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(dir.resolve(folder + ".txt"))).isZero();
  }

  @Test
  void aKilledJobLosesNothing() throws Exception {
    List<Long> kills = requireSameFiles(KILLS, 20, TOPICS * DOCUMENTS);
    try (var files = Files.list(dir.resolve("killed"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "out.run", "out.json", "out.tsv", "out.jsonl", "out.run.journal");
    }
    requireLittleTwice(kills);
  }

  /**
   * Has a job run through, and killed at random instants and gone on with, and compares its files.
   *
   * @return when it was killed
   */
  private List<Long> requireSameFiles(int times, int millisPerPair, int results, String... more)
      throws Exception {
    Files.createDirectory(dir.resolve("whole"));
    Files.createDirectory(dir.resolve("killed"));
    long began = System.nanoTime();
    runToTheEnd("whole", more);
    long wholeMillis = (System.nanoTime() - began) / 1_000_000;

    Random random = new Random(11);
    List<Long> kills = new ArrayList<>();
    int atWork = 0;
    // On a machine that becomes busy meanwhile a process may need longer to begin with its work.
    for (int kill = 0; kill < times || atWork == 0 && kill < 10 * times; kill++) {
      long before = results();
      Process process = start("killed", millisPerPair, more);
      long most = patience * Math.max(200, wholeMillis) * (1 + kill / times);
      process.waitFor(random.nextLong(most), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      kills.add(System.currentTimeMillis());
      atWork += results() > before && results() < results ? 1 : 0;
    }
    assertThat(atWork).as("kills while pairs were being scored").isPositive();
    runToTheEnd("killed", more);

    for (String output : OUTPUTS) {
      assertThat(dir.resolve("killed").resolve(output))
          .hasSameBinaryContentAs(dir.resolve("whole").resolve(output));
    }
    assertThat(results()).as("no result is kept twice").isEqualTo(results);
    return kills;
  }

  /** What is thought about follows from the direct pass, wherever the job was ended. */
  @Test
  void aKilledCascadeWritesTheSameFiles() throws Exception {
    requireSameFiles(KILLS / 4, 4, TOPICS * (DOCUMENTS + 30), "--think-top", "30");
    assertThat(Files.readString(dir.resolve("whole/out.jsonl")))
        .contains("\"decided_by\":\"thinking\"", "\"decided_by\":\"direct\"");
  }

  @Test
  void aKilledJobOfSamplesWritesTheSameFiles() throws Exception {
    String[] samples = {"--samples", "3", "--temperature", "0.7", "--seed", "1"};
    requireSameFiles(KILLS / 4, 4, TOPICS * DOCUMENTS, samples);
    assertThat(Files.readString(dir.resolve("whole/out.jsonl"))).contains("\"samples\":[{");
  }

  /** Nine windows of twenty per query, each of which depends on the one before. */
  @Test
  void aKilledJobOfListsWritesTheSameFiles() throws Exception {
    patience = 3; // what takes time are few calls, after the start of the process
    requireSameFiles(KILLS / 4, 150, TOPICS * 9, "--profile", "rankgpt-chatml");
    assertThat(dir.resolve("killed/calls.jsonl"))
        .hasSameBinaryContentAs(dir.resolve("whole/calls.jsonl"));
    assertThat(Files.readString(dir.resolve("whole/calls.jsonl")))
        .contains("\"order_unparsable\"", "\"missing_appended\"");
  }

  /** Whole lines of the journal that hold a result. */
  private long results() throws IOException {
    Path journal = dir.resolve("killed/out.run.journal");
    if (!Files.exists(journal)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(journal)) {
      return lines.filter(line -> line.startsWith("{\"key\"") && line.endsWith("\"}")).count();
    }
  }

  /** What was scored twice was scored shortly before a kill. */
  private void requireLittleTwice(List<Long> kills) throws IOException {
    Map<String, Long> scored = new HashMap<>();
    int twice = 0;
    for (String line : Files.readAllLines(dir.resolve("killed.log"))) {
      String[] cells = line.split("\t");
      long time = Long.parseLong(cells[0]);
      Long before = scored.put(cells[1], time);
      if (before != null) {
        twice++;
        long killed = kills.stream().filter(kill -> kill >= before).findFirst().orElseThrow();
        assertThat(killed - before).as(cells[1]).isLessThanOrEqualTo(WINDOW_MILLIS);
      }
    }
    System.err.println(
        String.format(
            Locale.ROOT,
            "%d kills, %d pairs, %d scored twice",
            kills.size(),
            scored.size(),
            twice));
    assertThat(scored).hasSize(TOPICS * DOCUMENTS);
  }

  @Test
  void aSignalEndsAJobInOrderAndASecondAtOnce() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")));
    Files.createDirectory(dir.resolve("killed"));
    Process first = start("killed", 20);
    awaitResults(10);
    signal("TERM", first);
    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isEqualTo(143);
    assertThat(Files.readString(dir.resolve("killed.txt")))
        .contains("stopping once what is under way is done")
        .containsPattern("stopped; \\d+ of 2500 pairs are in killed/out.run.journal; the same");

    Files.delete(dir.resolve("killed.log.begun"));
    Process second = start("killed", 3_600_000); // no pair ends before the test does
    awaitText("killed.txt", "under way", second);
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(130);
    assertThat(Files.readString(dir.resolve("killed.txt")))
        .containsPattern("ended at once; \\d+ of 2500 pairs are in killed/out.run.journal");
  }

  /** Sends SIGINT until the process says that it has heard it, and then once more. */
  private void awaitText(String file, String text, Process process) throws Exception {
    while (!Files.readString(dir.resolve(file)).contains(text)) {
      if (Files.exists(dir.resolve("killed.log.begun"))) {
        signal("INT", process);
      }
      TimeUnit.MILLISECONDS.sleep(400);
    }
    signal("INT", process);
  }

  private void awaitResults(int count) throws Exception {
    while (results() < count) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
