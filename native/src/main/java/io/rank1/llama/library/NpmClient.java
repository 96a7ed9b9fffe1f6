package io.rank1.llama.library;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Fetches packages by the npm program, with the registry and proxy that it is set to. */
public final class NpmClient implements PackageSource {

  private static final Pattern ERROR = Pattern.compile("npm (error|ERR!) ?");

  /** Lines around the one that says what happened. */
  private static final Pattern AROUND =
      Pattern.compile("(code|errno|syscall|path|dest|type) .*|A complete log.*|.*_logs.*|\\s*");

  private final List<String> command;

  /**
   * @param command npm itself: the program, and arguments in front of ours
   */
  public NpmClient(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** The npm on the PATH. */
  public static NpmClient onPath() {
    return new NpmClient(List.of("npm"));
  }

  @Override
  public Path fetch(RuntimePackage wanted, Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    int code = run(wanted, folder, log);
    if (code != 0) {
      throw new IOException("npm failed with code " + code + ": " + cause(log));
    }
    return Listing.names(folder).stream()
        .filter(name -> name.endsWith(".tgz"))
        .map(folder::resolve)
        .findFirst()
        .orElseThrow(() -> new IOException("npm ended without an error, but fetched nothing"));
  }

  private int run(RuntimePackage wanted, Path folder, Path log) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("pack", wanted.spec(), "--ignore-scripts"));
    Process npm;
    try {
      npm =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("there is no " + command.get(0) + " that can be started", e);
    }
    try {
      npm.getOutputStream().close();
      return npm.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      npm.destroy();
    }
  }

  /** The first line of npm's complaint that tells more than a code, or else its last line. */
  private static String cause(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.stream()
        .filter(line -> ERROR.matcher(line).lookingAt())
        .map(line -> ERROR.matcher(line).replaceFirst(""))
        .filter(line -> !AROUND.matcher(line).matches())
        .findFirst()
        .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
  }
}
