package io.rank1.models.gguf;

import io.rank1.core.files.PartFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that wants to write the same file: says how that went. */
final class Contender {
  private Contender() {}

  public static void main(String[] args) {
    try (NewGguf file = NewGguf.create(Path.of(args[0]), PartFile.Durability.BEFORE_THE_NAME)) {
      System.out.print("began " + file.path().getFileName());
    } catch (IOException e) {
      System.out.print(e.getMessage());
    }
  }

  /** What a process of its own says. */
  static String run(Path target) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Contender.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
