package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.files.PartFile;
import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomAdapter;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest extends CheckpointConversions {

  @Test
  void writesOneFileAndSaysWhatItIs() throws IOException {
    write(Weights.BF16, 2);
    Cli.Outcome outcome = convert();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith(outputs.resolve("m.gguf") + ": ")
        .contains("weights, BF16, ")
        .hasLineCount(1);
    assertThat(outcome.err()).startsWith("rank1: note: ").contains("NFC").hasLineCount(1);
    assertThat(written()).hasSize(1);
    GgufFile file = GgufFile.read(outputs.resolve("m.gguf"));
    assertThat(file.string("general.name")).hasValue("rank1-tiny");
    assertThat(file.tensors().get("blk.1.ffn_up.weight").type()).isEqualTo(GgmlType.BF16);
  }

  @Test
  void awqIsVerifiedUnlessToldOtherwise() throws IOException {
    write(Weights.AWQ, 2);
    Cli.Outcome exact = convert();
    assertThat(exact.code()).as(exact.err()).isZero();
    assertThat(exact.out()).contains("Q5_0").contains("\nverified: 0 of ").hasLineCount(2);

    Cli.Outcome eight = convert("--overwrite", "--type", "q8_0");
    assertThat(eight.out()).contains("Q8_0").contains("\nverified: 0 of ");
    Cli.Outcome quick = convert("--overwrite", "--no-verify");
    assertThat(quick.out()).contains("Q5_0").hasLineCount(1);
    Cli.Outcome rounded = convert("--overwrite", "--type", "q4_0");
    assertThat(rounded.code()).isZero();
    assertThat(rounded.out()).doesNotContain("verified: 0 of").contains(", as Q4_0 rounds");
  }

  @Test
  void othersAreVerifiedWhenAsked() throws IOException {
    write(Weights.F16, 1);
    assertThat(convert("--verify").out()).contains("verified: 0 of ");
    assertThat(convert("--verify", "--overwrite", "--type", "q8_0").out())
        .contains(", by ")
        .contains(" at most, as Q8_0 rounds");
  }

  @Test
  void aLoraIsMerged() throws IOException {
    write(Weights.BF16, 2);
    Path lora = folder.resolve("rank1-adapter");
    new RandomAdapter(SHAPE, List.of("q_proj", "down_proj"), 4, 8, true, 1).write(lora);
    Cli.Outcome outcome = convert("--lora", lora.toString(), "--verify");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains(", as BF16 rounds").hasLineCount(2);
    assertThat(outcome.err())
        .contains("rank1: note: 4 matrices are merged with the LoRA, and rounded")
        .contains("the logit of token 0 is the score");
    assertThat(GgufFile.read(outputs.resolve("m.gguf")).string("general.name"))
        .hasValue("rank1-adapter");
    Cli.Outcome over =
        new Cli()
            .run(
                "convert",
                checkpoint,
                "--lora",
                lora,
                "-o",
                lora.resolve("adapter_model.safetensors"),
                "--overwrite");
    assertThat(over.err()).contains("the checkpoint is read from it");
  }

  @Test
  void aLoraThatWasPulledHasAName() throws IOException {
    write(Weights.BF16, 1);
    Path cache = folder.resolve("cache");
    Path lora = cache.resolve("models--o--lora/snapshots/" + HubStub.COMMIT);
    new RandomAdapter(SHAPE, List.of("q_proj"), 4, 8, false, 1).write(lora);
    Cli cli = new Cli();
    cli.environment.put("HF_HUB_CACHE", cache.toString());
    Object[] command = {
      "convert", checkpoint, "--lora", "hf:o/lora", "-o", outputs.resolve("m.gguf"), "--overwrite"
    };
    Cli.Outcome outcome = cli.run(command);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(GgufFile.read(outputs.resolve("m.gguf")).string("general.name")).hasValue("lora");
    Files.delete(lora.resolve("adapter_model.safetensors"));
    assertThat(cli.run(command).err())
        .contains("lacks adapter_model.safetensors; fetch it by 'rank1 models pull hf:o/lora'");
  }

  @Test
  void aLoraThatDoesNotFitIsRefusedInALine() throws IOException {
    write(Weights.BF16, 1);
    refused("nowhere: it is no folder", "--lora", folder.resolve("nowhere").toString());
    Path lora = folder.resolve("adapter");
    new RandomAdapter(ModelShape.TINY, List.of("q_proj"), 4, 8, false, 1).write(lora);
    refused("makes it [4, 128]", "--lora", lora.toString());
    write(Weights.AWQ, 1);
    refused("its weights are packed: a LoRA is merged", "--lora", lora.toString());
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    write(Weights.AWQ, 2);
    convert();
    byte[] first = Files.readAllBytes(outputs.resolve("m.gguf"));
    convert("--overwrite");
    assertThat(Files.readAllBytes(outputs.resolve("m.gguf"))).isEqualTo(first);
  }

  @Test
  void aFileThatIsThereStays() throws IOException {
    write(Weights.F16, 1);
    Path there = Files.writeString(outputs.resolve("m.gguf"), "mine");
    refused("is already there: remove it, or add --overwrite");
    assertThat(there).hasContent("mine");

    edit("config.json", "\"vocab_size\": 320", "\"vocab_size\": 321");
    Cli.Outcome outcome = convert("--overwrite");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(there).hasContent("mine");
  }

  @Test
  void outputsThatCannotBeAreRefused() throws IOException {
    write(Weights.F16, 1);
    Cli.Outcome directory = new Cli().run("convert", checkpoint, "-o", outputs);
    assertThat(directory.err()).contains("it is a directory").hasLineCount(1);
    Cli.Outcome nowhere = new Cli().run("convert", checkpoint, "-o", outputs.resolve("a/b.gguf"));
    assertThat(nowhere.err()).contains("no such folder").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model-00001-of-00002.safetensors",
        SECOND,
        "model.safetensors.index.json",
        "config.json",
        "tokenizer.json",
        "tokenizer_config.json"
      })
  void whatIsReadIsNotWritten(String name) throws IOException {
    write(Weights.F16, 2);
    Path input = checkpoint.resolve(name);
    byte[] content = Files.readAllBytes(input);
    Path other = Files.createSymbolicLink(outputs.resolve("link"), input);
    for (Path out : List.of(input, checkpoint.resolve("../rank1-tiny").resolve(name), other)) {
      Cli.Outcome outcome = new Cli().run("convert", checkpoint, "-o", out, "--overwrite");
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("cannot write " + out + ": the checkpoint is read from");
      assertThat(Files.readAllBytes(input)).isEqualTo(content);
    }
    assertThat(other).isSymbolicLink();
  }

  @Test
  void whatAKilledRunLeftIsWrittenOver() throws IOException {
    write(Weights.F16, 1);
    Path left = PartFile.of(outputs.resolve("m.gguf"));
    Files.write(left, new byte[10_000_000]);
    assertThat(convert("--verify").out()).contains("verified: 0 of ");
    assertThat(written()).containsExactly(outputs.resolve("m.gguf"));
    assertThat(Files.size(outputs.resolve("m.gguf"))).isLessThan(10_000_000);
  }

  @Test
  void twoDoNotWriteTheSameFile() throws IOException {
    write(Weights.F16, 1);
    try (PartFile other = PartFile.create(outputs.resolve("m.gguf"))) {
      refused("cannot write " + outputs.resolve("m.gguf") + ": it is being written already");
      other.channel().write(ByteBuffer.wrap(new byte[1]));
    }
  }

  /** Files may have 100 blocks here, of 512 or 1024 bytes. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void errorsOfTheDiskNameTheFile() throws IOException, InterruptedException {
    write(Weights.F16, 1);
    Path out = outputs.resolve("m.gguf");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 100; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "convert",
                checkpoint.toString(),
                "-o",
                out.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(2);
    assertThat(said.lines()).contains("rank1: cannot write " + out + ": File too large");
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rank1-0.5b",
        "hf:jhu-clsp/rank1-0.5b",
        "hf:jhu-clsp/rank1-0.5b@0123456789abcdef0123456789abcdef01234567"
      })
  void findsWhatWasPulled(String name) throws IOException {
    Path cache = folder.resolve("cache");
    checkpoint = cache.resolve("models--jhu-clsp--rank1-0.5b/snapshots/" + HubStub.COMMIT);
    Cli cli = new Cli();
    cli.environment.put("HF_HUB_CACHE", cache.toString());
    Object[] command = {"convert", name, "-o", outputs.resolve("m.gguf")};
    Cli.Outcome before = cli.run(command);
    assertThat(before.code()).isEqualTo(4);
    assertThat(before.err())
        .contains(name + " is not in " + cache + "; fetch it by 'rank1 models pull " + name + "'")
        .hasLineCount(1);

    write(Weights.F16, 2);
    Files.move(checkpoint.resolve(SECOND), folder.resolve("kept"));
    assertThat(cli.run(command).err()).contains("lacks " + SECOND + "; fetch it by");
    Files.move(folder.resolve("kept"), checkpoint.resolve(SECOND));
    Cli.Outcome outcome = cli.run(command);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(GgufFile.read(outputs.resolve("m.gguf")).string("general.name"))
        .hasValue("rank1-0.5b");
  }
}
