package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An output is what its name says, or an error. */
@Tag("locale")
class OutputNamesTest extends TableJobs {

  private String unpacked(String name) throws IOException {
    try (InputStream file = new FileInputStream(dir.resolve(name).toFile());
        InputStream in =
            name.endsWith("zst")
                ? new ZstdInputStreamNoFinalizer(new BufferedInputStream(file))
                : new GZIPInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Cli.Outcome batchTo(String... outputs) {
    Cli cli = new Cli().withScorer(FakeScorer.simple());
    Object[] args = new Object[2 + 2 * outputs.length + 1];
    args[0] = "batch";
    args[1] = dir.resolve("pairs.tsv");
    for (int i = 0; i < outputs.length; i++) {
      args[2 + 2 * i] = "-o";
      args[3 + 2 * i] = outputs[i];
    }
    args[args.length - 1] = "--quiet";
    return cli.run(args);
  }

  @Test
  void whatIsCalledPackedIsPacked() throws Exception {
    table(0, 300);
    List<String> names =
        List.of("a.tsv", "a.tsv.gz", "a.TSV.zst", "a.run", "a.run.zst", "a.trec.gz");
    String[] outputs = names.stream().map(n -> dir.resolve(n).toString()).toArray(String[]::new);
    assertThat(batchTo(outputs)).isEqualTo(new Cli.Outcome(0, "", ""));

    String table = Files.readString(dir.resolve("a.tsv"));
    assertThat(table).hasLineCount(300);
    assertThat(unpacked("a.tsv.gz")).isEqualTo(table);
    assertThat(unpacked("a.TSV.zst")).isEqualTo(table);
    String run = Files.readString(dir.resolve("a.run"));
    assertThat(unpacked("a.run.zst")).isEqualTo(run).hasLineCount(300);
    assertThat(unpacked("a.trec.gz")).isEqualTo(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv.gz", "a.tsv.zst"})
  void whatStreamsIsPackedToo(String name) throws Exception {
    String text = "q\td\ta\tab\n".repeat(50);
    Cli cli = new Cli().withStdin(text);
    assertThat(cli.run("batch", "-", "-o", dir.resolve(name), "--quiet").code()).isZero();
    assertThat(unpacked(name)).startsWith("q\td\t0.9").hasLineCount(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.csv        | cannot tell the format of
          a.txt.gz     | .run and .trec, .json, .tsv and .jsonl are known
          a.b/out.tsvx | put the format in front, as in -o tsv:
          a.jsonl.bz2  | of packings there are .gz and .zst, and not .bz2
          csv:a        | (none)
          run1         | (none)
          TREC:a.txt   | (none)
          Mteb:a.x     | (none)
          """)
  void whatANameDoesNotSayIsRefusedWithTheList(String name, String complaint) throws Exception {
    table(0, 3);
    Files.createDirectory(dir.resolve("a.b"));
    int colon = complaint.equals("(none)") && !name.startsWith("csv") ? name.indexOf(':') + 1 : 0;
    String output = name.substring(0, colon) + dir.resolve(name.substring(colon));
    Cli.Outcome outcome = batchTo(output);
    if (complaint.equals("(none)")) {
      assertThat(outcome).isEqualTo(new Cli.Outcome(0, "", ""));
      assertThat(dir.resolve(name.substring(colon))).isNotEmptyFile();
    } else {
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains(complaint).hasLineCount(1);
      assertThat(dir.resolve(name)).doesNotExist();
    }
  }

  @Test
  void aFormatInFrontCountsInAnyCase() throws Exception {
    table(0, 2);
    assertThat(batchTo("TREC:" + dir.resolve("a.json")).code()).isZero();
    assertThat(Files.readString(dir.resolve("a.json"))).startsWith("q0 Q0 d0 1 ");
  }

  @Test
  void aFormatThatWasAskedForMustNotContradictTheName() throws Exception {
    table(0, 2);
    Path out = dir.resolve("b.jsonl");
    Cli.Outcome outcome = batch(FakeScorer.simple(), "-o", out, "--format", "tsv");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: --format tsv and the name %s contradict each other; if both are meant, write -o"
                    .replace("%s", out.toString())
                + " tsv:"
                + out
                + "\n");
    assertThat(batch(FakeScorer.simple(), "-o", "tsv:" + out, "--format", "tsv").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          view /nowhere/r.jsonl --html DIR/p.html.gz        | a page is not packed
          bench-model -o DIR/m.gguf.gz                      | a model is not packed
          convert /nowhere -o DIR/m.gguf.zst                | a model is not packed
          batch DIR/pairs.tsv -o DIR/a.tsv --journal DIR/j.gz | a journal is not packed
          """)
  void whatIsNeverPackedMustNotBeCalledSo(String command, String complaint) throws Exception {
    table(0, 1);
    Cli.Outcome outcome =
        new Cli().run((Object[]) command.replace("DIR", dir.toString()).split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(complaint).hasLineCount(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theTargetOfALinkIsWritten() throws Exception {
    table(0, 4);
    Path disk = Files.createDirectory(dir.resolve("disk"));
    Path old = Files.writeString(disk.resolve("old.tsv"), "old");
    Path link = Files.createSymbolicLink(dir.resolve("l.tsv"), old);
    Path dangling = Files.createSymbolicLink(dir.resolve("m.run"), Path.of("disk/new.run"));
    assertThat(batch(FakeScorer.simple(), "-o", link, "-o", dangling, "--overwrite").code())
        .isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Files.readAllLines(old)).hasSize(4);
    assertThat(dangling).isSymbolicLink();
    assertThat(Files.readAllLines(disk.resolve("new.run"))).hasSize(4);

    Path streamed = Files.createSymbolicLink(dir.resolve("s.tsv"), Path.of("disk/s.tsv"));
    Cli cli = new Cli().withStdin("a\tb\n");
    assertThat(cli.run("batch", "-", "-o", streamed, "--quiet").code()).isZero();
    assertThat(Files.readAllLines(disk.resolve("s.tsv"))).hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksThatLeadNowhereAreRefusedBeforeAnythingIsScored() throws Exception {
    table(0, 4);
    Path circle = Files.createSymbolicLink(dir.resolve("c.tsv"), Path.of("c.tsv"));
    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome = batch(scorer, "-o", circle);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("c.tsv: its links lead in a circle").hasLineCount(1);

    Path lost = Files.createSymbolicLink(dir.resolve("x.tsv"), Path.of("none/x.tsv"));
    assertThat(batch(scorer, "-o", lost).err()).contains("no such folder").hasLineCount(1);
    Path same = Files.createSymbolicLink(dir.resolve("y.tsv"), Path.of("out.tsv"));
    assertThat(batch(scorer, "-o", same).err()).contains("is another output too");
    assertThat(scorer.submitted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query\tpassage",
        "qid\tdocid\tquery\tpassage",
        "query-id\tcorpus-id\tQuery\tText",
        "docid\tqid\tpassage\tquery",
        "#question\tcontext",
        "qid\tquery\tpassage"
      })
  void aHeaderIsRefusedWithAHint(String header) throws Exception {
    Path pairs = Files.writeString(dir.resolve("pairs.tsv"), header + "\nq1\td1\ta\tab\n");
    Cli cli = new Cli();
    assertThat(cli.run("batch", pairs))
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                "rank1: "
                    + pairs
                    + ":1: this is a header, of columns' names alone, and a table has none: remove"
                    + " the line, as 'tail -n +2' does\n"));
    assertThat(cli.opened).isEmpty();
  }

  @Test
  void aPairMayHaveSuchWordsToo() throws Exception {
    Path pairs = Files.writeString(dir.resolve("pairs.tsv"), "query\tquery language\na\tpassage\n");
    assertThat(new Cli().run("batch", pairs, "--quiet").out()).hasLineCount(2);
    Files.writeString(pairs, "a\tab\nquery\tpassage\n");
    assertThat(new Cli().run("batch", pairs, "--quiet").out()).hasLineCount(2);
  }
}
