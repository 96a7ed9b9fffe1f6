package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.scoring.LlamaListScorer;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of lists on made-up weights in llama.cpp. */
class ListJobOnLlamaTest {

  private static final int CANDIDATES = 7;

  @TempDir Path dir;

  @BeforeEach
  void writeInputs() throws IOException {
    Vocabulary plain =
        ByteLevelBpe.vocabulary(
            Architecture.QWEN2,
            Vocabulary.BosUse.NOT_ADDED,
            List.of(" true", " false", " A", " B", " C", " D"),
            Markers.USER_DEFINED);
    List<String> tokens = new ArrayList<>(plain.tokens());
    List<TokenType> types = new ArrayList<>(plain.types());
    tokens.add("<|im_end|>");
    types.add(TokenType.USER_DEFINED);
    Vocabulary vocabulary =
        new Vocabulary(
            tokens,
            types,
            plain.merges(),
            plain.bos(),
            plain.eos(),
            plain.bosUse(),
            plain.preTokenizer());
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN2, 2, 64, 4, 2, 16, 96, 2048, 1e6f, 1e-6f, ModelShape.Output.UNTIED);
    RandomModel.write(dir.resolve("m.gguf"), shape, vocabulary, WeightType.F32, 5);
    StringBuilder corpus = new StringBuilder();
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < CANDIDATES; i++) {
      corpus.append("d" + i + "\tpassage " + "x".repeat(i) + " of " + i + "\n");
      run.append("1 Q0 d" + i + " 1 " + -i + " x\n2 Q0 d" + i + " 1 " + i + " x\n");
    }
    Files.writeString(dir.resolve("topics.tsv"), "1\twhich is it?\n2\tand which is that?\n");
    Files.writeString(dir.resolve("corpus.tsv"), corpus);
    Files.writeString(dir.resolve("first.run"), run);
  }

  private Cli.Outcome rerank(String profile, String output) {
    return new Cli()
        .withListOpener(LlamaListScorer::open)
        .run(
            "rerank",
            "--run",
            dir.resolve("first.run"),
            "--topics",
            dir.resolve("topics.tsv"),
            "--corpus",
            dir.resolve("corpus.tsv"),
            "-m",
            dir.resolve("m.gguf"),
            "--runtime",
            "embedded",
            "--ctx",
            "2048",
            "--parallel",
            "2",
            "--progress",
            "none",
            "--profile",
            profile,
            "-o",
            dir.resolve(output),
            "--calls",
            dir.resolve(output + ".calls"),
            "--overwrite");
  }

  @Test
  void aTournamentGoesOnFromAJournalThatLacksItsLastCalls() throws Exception {
    requireSameFromAPartOfTheJournal("setwise-chatml");
    assertThat(Files.readString(dir.resolve("setwise-chatml.run.calls"))).contains("\"logits\":[");
  }

  @Test
  void windowsGoOnFromAJournalThatLacksItsLastCalls() throws Exception {
    requireSameFromAPartOfTheJournal("rankgpt-chatml");
    assertThat(Files.readString(dir.resolve("rankgpt-chatml.run.calls"))).contains("\"answer\":\"");
  }

  private void requireSameFromAPartOfTheJournal(String profile) throws IOException {
    String name = profile + ".run";
    Cli.Outcome whole = rerank(profile, name);
    assertThat(whole.code()).as(whole.err()).isZero();
    String ranking = Files.readString(dir.resolve(name));
    String calls = Files.readString(dir.resolve(name + ".calls"));
    assertThat(ranking).hasLineCount(2 * CANDIDATES);
    for (int i = 0; i < CANDIDATES; i++) {
      assertThat(ranking).contains("1 Q0 d" + i + " ", "2 Q0 d" + i + " ");
    }

    Path journal = dir.resolve(name + ".journal");
    List<String> lines = Files.readAllLines(journal);
    List<String> records = lines.stream().filter(line -> line.startsWith("{\"key\"")).toList();
    assertThat(calls).hasLineCount(records.size());
    Files.write(journal, lines.subList(0, 1 + records.size() / 2));
    Cli.Outcome rest = rerank(profile, name);
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.err())
        .contains(
            "calls: "
                + (records.size() - records.size() / 2)
                + ", and "
                + records.size() / 2
                + " were in the journal");
    assertThat(Files.readString(dir.resolve(name))).isEqualTo(ranking);
    assertThat(Files.readString(dir.resolve(name + ".calls"))).isEqualTo(calls);
  }

  @Test
  void aJournalOfAnotherProfileIsRefused() {
    rerank("setwise-chatml", "new.run");
    Cli.Outcome other = rerank("rankgpt-chatml", "new.run");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("is of another job: ", "program.name setwise-chatml, not rankgpt-chatml")
        .hasLineCount(2);
  }
}
