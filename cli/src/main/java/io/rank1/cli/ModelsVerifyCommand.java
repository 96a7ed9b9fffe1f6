package io.rank1.cli;

import io.rank1.cli.batch.Progress;
import io.rank1.cli.doctor.Finding;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.models.ModelVerifier;
import io.rank1.cli.models.ProfileVerifier;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.pair.Thinking;
import io.rank1.llama.LlamaOptions;
import io.rank1.models.verify.ExpectedHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a model's file. */
@Command(
    name = "verify",
    header = "Checks a model's file from start to end.",
    sortOptions = false,
    description = {
      "",
      "Hashes the file and compares with --sha256, or with FILE.sha256 beside it, or with its name"
          + " in the Hugging Face cache. Of GGUF and safetensors files it also checks where the"
          + " tensors lie, and that their scales and weights are finite; of a GGUF file, that"
          + " rank1's prompts and answers can be tokenized. Each line begins with ok, warning or"
          + " failure; with a failure among them the exit code is 4.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rank1 models verify rank1-7b.Q4_K_M.gguf",
      "  rank1 models verify rank1-7b:Q4_K_M",
      "  rank1 models verify model-00001-of-00004.safetensors --sha256 HEX"
    })
final class ModelsVerifyCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE|NAME", description = "The file, named as for --model.")
  private String name;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "What the file's SHA-256 should be.")
  private String sha256;

  @Option(
      names = "--profile",
      paramLabel = "NAME|FILE",
      description =
          "Also run the pair of which this profile knows the tokens and the score ('check').")
  private String profile;

  @Mixin private RuntimeOption runtime;
  @Mixin private CommonOptions common;

  ModelsVerifyCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (name.isEmpty()) {
      throw CommandException.usage("the file's name is empty");
    }
    Optional<ExpectedHash> given = given();
    Path file = new ModelLocator(host.environment()).locate(name);
    if (!Files.isRegularFile(file)) {
      throw CommandException.usage(
          "cannot read "
              + file
              + ": "
              + (Files.exists(file) ? "it is not a plain file" : "no such file"));
    }
    List<Finding> findings =
        new ArrayList<>(verify(file, given.isPresent() ? given : beside(file)));
    if (profile != null && findings.stream().noneMatch(ModelsVerifyCommand::isFailure)) {
      findings.addAll(new ProfileVerifier(host.opener()).verify(settings(file)));
    }
    ConsoleSink out = new ConsoleSink(spec.commandLine().getOut());
    findings.forEach(finding -> out.print(finding.line()));
    boolean failed = findings.stream().anyMatch(ModelsVerifyCommand::isFailure);
    return (failed ? ExitCode.UNUSABLE : ExitCode.OK).number();
  }

  private static boolean isFailure(Finding finding) {
    return finding.grade() == Finding.Grade.FAILURE;
  }

  /** One pair at a time, by the likeliest tokens. */
  private ScorerSettings settings(Path file) {
    return new ScorerSettings(
        runtime.name(host.environment()),
        file,
        LlamaOptions.AUTO.withParallel(1),
        ModelOptions.engine(Thinking.upTo(ThinkingOptions.DEFAULT_TOKENS)),
        ProfileOption.method(ProfileOption.named(profile)));
  }

  private Optional<ExpectedHash> given() {
    try {
      return Optional.ofNullable(sha256).map(ExpectedHash::given);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--sha256: " + e.getMessage());
    }
  }

  private static Optional<ExpectedHash> beside(Path file) {
    try {
      return ExpectedHash.beside(file);
    } catch (IOException e) {
      throw CommandException.usage(
          "cannot use " + file + ".sha256: " + IoProblem.describe(e) + "; give --sha256");
    }
  }

  private List<Finding> verify(Path file, Optional<ExpectedHash> expected) {
    AtomicLong read = new AtomicLong();
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      if (host.terminals().contains(StandardStream.ERR)) {
        long size = Math.max(1, Files.size(file));
        progress.start(() -> "rank1: " + read.get() * 100 / size + " % read");
      }
      return new ModelVerifier(file, expected).verify(read::set);
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + file + ": " + IoProblem.describe(e));
    }
  }
}
