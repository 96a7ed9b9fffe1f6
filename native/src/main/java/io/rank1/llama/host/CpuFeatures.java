package io.rank1.llama.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a processor says of itself.
 *
 * @param model its name; empty where the system does not say
 * @param vectors its vector instructions that llama.cpp has use for, as Linux calls them; empty
 *     where the system does not say
 */
public record CpuFeatures(Optional<String> model, List<String> vectors) {

  private static final List<String> USEFUL =
      List.of(
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "amx_int8",
          "asimd",
          "asimddp",
          "i8mm",
          "sve");

  public CpuFeatures {
    vectors = List.copyOf(vectors);
  }

  /** Reads Linux's {@code /proc/cpuinfo}; elsewhere nothing is known. */
  public static CpuFeatures ofThisProcessor() {
    return of(Path.of("/proc/cpuinfo"));
  }

  static CpuFeatures of(Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return new CpuFeatures(Optional.empty(), List.of());
    }
    try {
      List<String> lines = Files.readAllLines(cpuinfo);
      Optional<String> flags = value(lines, "flags").or(() -> value(lines, "Features"));
      List<String> words = List.of(flags.orElse("").split(" "));
      return new CpuFeatures(
          value(lines, "model name"), USEFUL.stream().filter(words::contains).toList());
    } catch (IOException e) {
      return new CpuFeatures(Optional.empty(), List.of()); // as where there is no such file
    }
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
