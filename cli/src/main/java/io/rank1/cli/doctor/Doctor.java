package io.rank1.cli.doctor;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.runtime.RuntimeProblem;
import io.rank1.llama.RuntimeUntriedException;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.host.CpuFeatures;
import io.rank1.llama.host.CpuShare;
import io.rank1.llama.host.HostMemory;
import io.rank1.llama.host.PhysicalCores;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.runtime.ChosenRuntime;
import io.rank1.llama.runtime.ChosenRuntime.PassedOver;
import io.rank1.llama.runtime.ProbeReport;
import io.rank1.llama.runtime.RuntimeChoice;
import io.rank1.llama.runtime.RuntimeProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks Java, processor, memory, surroundings, load, llama.cpp and a model, and says what to do.
 */
public final class Doctor {

  /** Less does not hold the smallest rank1 and its KV cache. */
  private static final long LEAST_MEMORY = 2L << 30;

  private final RuntimeChoice choice;
  private final RuntimeProbe probe;

  /**
   * @param choice finds the llama.cpp
   * @param probe tries it
   */
  public Doctor(RuntimeChoice choice, RuntimeProbe probe) {
    this.choice = choice;
    this.probe = probe;
  }

  /**
   * All findings, the most basic first.
   *
   * @param runtime the llama.cpp, as {@link RuntimeChoice} takes it
   * @param model finds the model for the trial, or says why it cannot be had
   */
  public List<Finding> examine(String runtime, Supplier<Path> model) {
    CpuShare share = CpuShare.ofThisProcess();
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(processor(CpuFeatures.ofThisProcessor(), System.getProperty("os.arch")));
    findings.add(memory(HostMemory.available()));
    findings.addAll(Surroundings.examine());
    LoadFinding.of(share).ifPresent(findings::add); // before the trial, which is a load itself
    try {
      ChosenRuntime chosen = choice.choose(runtime);
      for (PassedOver other : chosen.passedOver()) {
        findings.add(
            Finding.warning(
                "runtime",
                other.name() + " is passed over: " + other.reason(),
                "mend it, or take it away by 'rank1 runtime remove " + other.name() + "'"));
      }
      findings.addAll(runtime(chosen.folder(), model));
    } catch (RuntimeUntriedException e) {
      findings.add(Finding.failure("runtime", e.getMessage(), RuntimeProblem.remedy(e)));
    } catch (RuntimeUnusableException e) {
      findings.add(
          Finding.failure(
              "runtime", e.getMessage(), "see 'rank1 runtime list', or --runtime embedded"));
    }
    return findings;
  }

  private static Finding java() {
    return Finding.ok(
        "java",
        System.getProperty("java.version")
            + " ("
            + System.getProperty("java.vendor")
            + ") on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
  }

  static Finding processor(CpuFeatures cpu, String arch) {
    String text =
        cpu.model().orElse(arch)
            + ", "
            + PhysicalCores.count()
            + " cores"
            + (cpu.vectors().isEmpty() ? "" : ", " + String.join(" ", cpu.vectors()));
    boolean isX86 = arch.equals("amd64") || arch.equals("x86_64");
    boolean known = !cpu.vectors().isEmpty();
    return isX86 && known && !cpu.vectors().containsAll(List.of("avx2", "fma", "f16c"))
        ? Finding.warning(
            "processor",
            text,
            "the embedded llama.cpp needs avx2, fma and f16c: 'rank1 runtime install cpu'")
        : Finding.ok("processor", text);
  }

  static Finding memory(long free) {
    String text = String.format(Locale.ROOT, "%d MiB free", free >> 20);
    return free < LEAST_MEMORY
        ? Finding.warning("memory", text, "rank1-0.5b takes about 2 GiB; end other programs")
        : Finding.ok("memory", text);
  }

  private List<Finding> runtime(Optional<RuntimeFolder> folder, Supplier<Path> model) {
    String where = folder.map(f -> f.folder().toString()).orElse("inside the program");
    List<Finding> findings = new ArrayList<>();
    ProbeReport loaded = probe.run(folder, Optional.empty());
    if (!loaded.isUsable()) {
      findings.add(
          Finding.failure("runtime", where + ": " + loaded.problem(), "take another by --runtime"));
      return findings;
    }
    findings.add(Finding.ok("runtime", loaded.description().orElse("") + ", " + where));
    findings.add(Finding.ok("layout", "recognised as that of " + loaded.layout().orElse("")));
    loaded.devices().forEach(device -> findings.add(Finding.ok("device", device)));
    if (loaded.gpus() == 0) {
      findings.add(Finding.ok("weights", WeightAdvice.of(CpuFeatures.ofThisProcessor())));
    }
    loaded
        .missing()
        .forEach(
            text ->
                findings.add(
                    Finding.warning("device", text, "install what is missing for the GPU")));
    Finding trial = trial(folder, model);
    findings.add(trial);
    if (trial.grade() == Finding.Grade.OK) {
      findings.add(MarkerFinding.of(folder, model.get()));
    }
    return findings;
  }

  private Finding trial(Optional<RuntimeFolder> folder, Supplier<Path> model) {
    ProbeReport tried;
    try {
      tried = probe.run(folder, Optional.of(model.get()));
    } catch (CommandException e) {
      return Finding.failure("model", e.getMessage(), "then try again");
    }
    return tried.isUsable()
        ? Finding.ok("trial", tried.trial().orElse(""))
        : Finding.failure("trial", tried.problem(), "try another --model or --runtime");
  }
}
