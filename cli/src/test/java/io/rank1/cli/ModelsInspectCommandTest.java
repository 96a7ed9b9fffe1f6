package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.demo.DemoModel;
import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.PieceVocabulary;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.SplitModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelsInspectCommandTest {

  private static final List<String> WORDS = List.of(" true", " false", "think", "</");

  @TempDir Path dir;

  private static Cli.Outcome inspect(Object... words) {
    Object[] all = new Object[words.length + 4];
    all[0] = "models";
    all[1] = "inspect";
    System.arraycopy(words, 0, all, 2, words.length);
    all[words.length + 2] = "--runtime";
    all[words.length + 3] = "embedded";
    return new Cli().run(all);
  }

  private static Vocabulary vocabulary(Architecture architecture) {
    return ByteLevelBpe.vocabulary(architecture, BosUse.NOT_ADDED, WORDS);
  }

  private static ModelShape shape(Architecture architecture) {
    return new ModelShape(
        architecture, 2, 128, 2, 1, 64, 256, 512, 1e6f, 1e-6f, ModelShape.Output.UNTIED);
  }

  private Path model() throws IOException {
    Path file = dir.resolve("rank1-tiny.gguf");
    RandomModel.write(
        file, shape(Architecture.QWEN2), vocabulary(Architecture.QWEN2), WeightType.Q8_0, 1);
    return file;
  }

  private Path checkpoint(CheckpointFamily family, Weights weights) throws IOException {
    Path folder = dir.resolve("rank1-tiny");
    Vocabulary vocabulary = vocabulary(family.architecture());
    new RandomCheckpoint(
            family, shape(family.architecture()), vocabulary, weights, vocabulary.size(), 2, 9)
        .write(folder);
    return folder;
  }

  private static void assertOneLine(Cli.Outcome outcome, int code, String... words) {
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("rank1: ").hasLineCount(1).contains(words);
  }

  @Test
  void aModelOfGguf() throws IOException {
    Path file = model();
    Cli.Outcome outcome = inspect(file, "--ctx", "512", "--parallel", "3");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern("(?m)^format +GGUF 3$")
        .containsPattern("(?m)^file +" + file + "$")
        .containsPattern("(?m)^architecture +qwen2$")
        .containsPattern(
            "(?m)^shape +2 layers, 2 heads and 1 KV heads of 64, embedding 128, feed-forward 256,"
                + " \\d+ tokens$")
        .containsPattern("(?m)^output +a matrix of its own$")
        .containsPattern("(?m)^context +512 tokens$")
        .containsPattern("(?m)^in q8_0 +16 tensors, ")
        .containsPattern("(?m)^in f32 +11 tensors, ")
        .containsPattern("(?m)^rope +base 1000000$")
        .containsPattern("(?m)^tokenizer +gpt2, pre-tokenizer qwen2")
        .containsPattern("(?m)^eos token +\\d+ \"<\\|endoftext\\|>\"$")
        .containsPattern("(?m)^\" true\" +1 token: \\d+ \" true\"$")
        .containsPattern("(?m)^\" false\" +1 token: \\d+ \" false\"$")
        .containsPattern(
            "(?m)^\"</think>\" +no token: spelled in 3: \\d+ \"</\", \\d+ \"think\", \\d+ \">\"$")
        .containsPattern("(?m)^memory +\\d+ MB for 3 pairs at once with a context of 512: weights ")
        .containsPattern("(?m)^verdict +runs, with warnings$")
        .containsPattern(
            "(?m)^ +it calls itself rank1 and has no token <think> and no token </thi");
  }

  @Test
  void aRank1WithItsMarkersJustRuns() throws IOException {
    Path file = dir.resolve("rank1-marked.gguf");
    Vocabulary vocabulary = vocabulary(Architecture.QWEN2).with(Markers.CONTROL);
    RandomModel.write(file, shape(Architecture.QWEN2), vocabulary, WeightType.Q8_0, 1);
    assertThat(inspect(file, "--ctx", "512").out())
        .containsPattern("(?m)^\"<think>\" +is token \\d+, CONTROL$")
        .endsWith("verdict       runs\n");
  }

  @Test
  void oneMissingMarkerIsNamedAlone() throws IOException {
    Path file = dir.resolve("rank1-half.gguf");
    Vocabulary whole = vocabulary(Architecture.QWEN2).with(Markers.CONTROL);
    List<String> tokens = new ArrayList<>(whole.tokens());
    tokens.set(tokens.indexOf(Markers.THINK), "<thonk>");
    Vocabulary half =
        new Vocabulary(
            tokens,
            whole.types(),
            whole.merges(),
            whole.bos(),
            whole.eos(),
            whole.bosUse(),
            whole.preTokenizer());
    RandomModel.write(file, shape(Architecture.QWEN2), half, WeightType.Q8_0, 1);
    assertThat(inspect(file, "--ctx", "512").out())
        .contains("it calls itself rank1 and has no token <think>: its prompts spell what");
  }

  @Test
  void theSameAsJson() throws IOException {
    String json = inspect(model(), "--json", "--ctx", "512").out();
    assertThat(json)
        .hasLineCount(1)
        .startsWith("{\"format\":\"GGUF 3\",\"files\":[\"")
        .contains(
            "\"architecture\":\"qwen2\",\"layers\":2,\"heads\":2,\"kv_heads\":1,\"head_width\":64,"
                + "\"embedding\":128,\"feed_forward\":256,\"vocabulary\":",
            ",\"head\":\"own\",\"types\":[",
            "{\"type\":\"q8_0\",\"tensors\":16,\"bytes\":",
            "\"rope\":{\"base\":1000000.0,\"scaling\":null,\"factor\":null,\"original_context\":null}",
            "\"pre_tokenizer\":\"qwen2\"",
            "{\"text\":\"</think>\",\"ids\":[",
            "\"pieces\":[\"</\",\"think\",\">\"]",
            "\"context\":512,\"parallel\":1,\"memory\":{\"weights\":")
        .contains("\"verdict\":\"runs_with_warnings\",\"reasons\":[\"it calls itself rank1 and")
        .endsWith("not rank1's; convert the checkpoint again\"]}\n");
  }

  @Test
  void anyPartNamesASplitModel() throws IOException {
    List<Path> parts = SplitModel.write(model(), dir, "rank1-split", 3);
    assertThat(inspect(parts.get(1), "--ctx", "512").out())
        .containsPattern("(?m)^format +GGUF 3, 3 files$")
        .containsPattern("(?m)^in q8_0 +16 tensors, ")
        .containsPattern("(?m)^verdict +runs, with warnings$");
    Files.delete(parts.get(2));
    assertOneLine(
        inspect(parts.get(1)), 4, "and beside it these are missing: rank1-split-00003-of-00003");
  }

  @Test
  void warnsOfWhatIsToBeKnown() throws IOException {
    Path file = Files.move(model(), dir.resolve("rank1-other.gguf"));
    Cli.Outcome outcome = inspect(file, "--ctx", "1000");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern("(?m)^verdict +runs, with warnings$")
        .contains("it was trained for 512 tokens of context, fewer than 1000");
    assertThat(inspect(DemoModel.file(), "--ctx", "512", "--json").out())
        .contains("\"verdict\":\"runs");
  }

  @Test
  void saysWhyAModelDoesNotRun() throws IOException {
    Path file = dir.resolve("mamba.gguf");
    new GgufWriter()
        .string("general.architecture", "mamba")
        .string("general.name", "two\nlines")
        .uint32("mamba.block_count", 7)
        .tensor("x", GgmlType.F32, List.of(8L), out -> out.write(ByteBuffer.allocate(32)))
        .write(file);
    Cli.Outcome outcome = inspect(file);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsPattern("(?m)^name +two lines$")
        .containsPattern("(?m)^shape +7 layers, \\? heads and \\? KV heads of \\?, ")
        .containsPattern("(?m)^tokenizer +not stated, pre-tokenizer not stated$")
        .containsPattern("(?m)^verdict +does not run$")
        .containsPattern("(?m)^ +.*mamba.gguf: .*'mamba' is not supported; use a model of one of ");
    assertThat(inspect(file, "--json").out())
        .contains("\"heads\":null", "\"memory\":null,\"verdict\":\"does_not_run\",\"reasons\":[\"");
  }

  @Test
  void whatNeedsANewerLlamaCppSaysHowToGetOne() throws IOException {
    Path file = dir.resolve("qwen3.gguf");
    RandomModel.write(
        file, shape(Architecture.QWEN3), vocabulary(Architecture.QWEN3), WeightType.Q8_0, 1);
    String line =
        ": the architecture 'qwen3' needs a newer llama.cpp than the embedded llama.cpp b4916;"
            + " install one by 'rank1 runtime install cpu'";
    Cli.Outcome outcome = inspect(file);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).containsPattern("(?m)^verdict +does not run$").contains(file + line);
  }

  @Test
  void aHeadForOneLabelIsNoRank1() throws IOException {
    Path folder = dir.resolve("rank1-label");
    Vocabulary vocabulary = vocabulary(Architecture.QWEN2);
    new RandomCheckpoint(
            CheckpointFamily.QWEN2,
            shape(Architecture.QWEN2),
            vocabulary,
            Weights.BF16,
            vocabulary.size(),
            1,
            9)
        .withOneLabel()
        .write(folder);
    Cli.Outcome outcome = inspect(folder);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out())
        .containsPattern("(?m)^output +a classification head, as the logit of token 0$")
        .contains("so this is not a rank1 model");
  }

  @Test
  void missesTensors() throws IOException {
    Path file = model();
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.write(
        file,
        text.replace("blk.1.ffn_up.weight", "blk.1.ffn_xx.weight")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(inspect(file).out())
        .contains("it lacks blk.1.ffn_up.weight, which llama.cpp needs; convert");
  }

  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void aCheckpoint(CheckpointFamily family) throws IOException {
    Path folder = checkpoint(family, Weights.BF16);
    Cli.Outcome outcome = inspect(folder, "--ctx", "512");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern("(?m)^format +safetensors, 2 files$")
        .containsPattern("(?m)^shape +2 layers, 2 heads and 1 KV heads of 64, embedding 128, feed")
        .containsPattern("(?m)^in bf16 +\\d+ tensors, ")
        .containsPattern("(?m)^tokenizer +gpt2, pre-tokenizer (qwen2|llama-bpe|tekken)")
        .containsPattern("(?m)^\" true\" +1 token: \\d+ \" true\"$")
        .containsPattern(
            "(?m)^\"</think>\" +no token: spelled in 3: \\d+ \"</\", \\d+ \"think\", \\d+ \">\"$")
        .containsPattern("(?m)^memory +\\d+ MB for one pair at a time with a context of 512: ")
        .containsPattern("(?m)^verdict +runs after 'rank1 convert', with warnings$")
        .contains("it calls itself rank1 and has no token <think> and no token </think>: its");
  }

  @ParameterizedTest
  @EnumSource(PieceVocabulary.Files.class)
  void aCheckpointWithPieces(PieceVocabulary.Files files) throws IOException {
    PieceVocabulary vocabulary =
        new PieceVocabulary(
            List.of("t", "r", "u", "e", "\u2581", "tr", "ue", "true", "\u2581true"),
            List.of(new PieceVocabulary.Added("<think>", true)),
            PieceVocabulary.Blanks.EACH_RUN,
            files);
    Path folder = dir.resolve("tiny");
    new RandomCheckpoint(
            CheckpointFamily.LLAMA_2,
            shape(Architecture.LLAMA),
            vocabulary,
            Weights.BF16,
            vocabulary.size(),
            2,
            9)
        .write(folder);
    assertThat(inspect(folder, "--ctx", "512").out())
        .containsPattern("(?m)^tokenizer +llama, pre-tokenizer default")
        .containsPattern("(?m)^\" true\" +1 token: 267 \" true\"$")
        .containsPattern("(?m)^\"<think>\" +.*268")
        .contains("\" false\" is 6 tokens in this vocabulary");
  }

  @ParameterizedTest
  @CsvSource({
    "AWQ, awq",
    "PACK_QUANTIZED, compressed-tensors",
    "PACK_QUANTIZED_SYMMETRIC, compressed-tensors"
  })
  void aPackedCheckpoint(Weights weights, String method) throws IOException {
    Path folder = checkpoint(CheckpointFamily.QWEN2, weights);
    String parameters = "(?s).*\"parameters\":(\\d+),.*";
    String packed = inspect(folder, "--ctx", "512", "--json").out();
    assertThat(packed)
        .contains(
            "\"format\":\"safetensors, " + method + "\"",
            "{\"type\":\"i32\"",
            "\"runs_after_convert");
    String gguf = inspect(model(), "--json").out();
    assertThat(packed.replaceAll(parameters, "$1").strip())
        .isEqualTo(gguf.replaceAll(parameters, "$1").strip());
  }

  @Test
  void saysWhyACheckpointDoesNotRun() throws IOException {
    Path folder = checkpoint(CheckpointFamily.QWEN2, Weights.F16);
    Path config = folder.resolve("config.json");
    String whole = Files.readString(config);
    Files.writeString(config, whole.replace("Qwen2ForCausalLM", "BertModel"));
    Cli.Outcome bert = inspect(folder);
    assertThat(bert.code()).isEqualTo(4);
    assertThat(bert.out())
        .containsPattern("(?m)^architecture +BertModel$")
        .containsPattern("(?m)^verdict +does not run$")
        .contains("the architecture [BertModel] is not one of Qwen2ForCausalLM");
    Files.writeString(config, whole);
    Files.move(folder.resolve("tokenizer.json"), folder.resolve("tokenizer.model"));
    assertThat(inspect(folder).out())
        .containsPattern("(?m)^tokenizer +not stated")
        .contains("it is no model of SentencePiece, or is damaged");
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    assertOneLine(inspect(dir), 4, "it has no config.json: is it a checkpoint?");
    Path text = Files.writeString(dir.resolve("x.gguf"), "hello");
    assertOneLine(inspect(text), 4, "x.gguf: the header: not a GGUF file");
    Path folder = checkpoint(CheckpointFamily.QWEN2, Weights.F16);
    Path shard = folder.resolve("model-00002-of-00002.safetensors");
    assertOneLine(inspect(shard), 2, "is a part of a checkpoint: give its folder");
    Files.delete(shard);
    assertOneLine(inspect(folder), 4, "the shard model-00002-of-00002.safetensors is missing");
    Files.writeString(folder.resolve("config.json"), "{");
    assertOneLine(inspect(folder), 4, "config.json: line 1 is no JSON");
    assertOneLine(inspect("rank1-7b:Q4_K_M"), 4, "fetch it by 'rank1 models pull");
  }

  @Test
  void aRuntimeThatIsNotThereIsAnError() throws IOException {
    Cli.Outcome outcome = new Cli().run("models", "inspect", model(), "--runtime", "nowhere");
    assertOneLine(outcome, 4, "no llama.cpp of the name nowhere");
  }
}
