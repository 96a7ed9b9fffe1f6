package io.rank1.llama.runtime;

import io.rank1.core.resource.TemporaryFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a command that reports by {@link ProbeLine}s, and is there to be ended by llama.cpp in this
 * process's stead. Safe for use by several threads.
 */
final class ChildJava {

  /**
   * How it went.
   *
   * @param lines what it wrote on standard output
   * @param failure what went wrong; empty when all is well
   */
  record Outcome(List<String> lines, Optional<ProbeFailure> failure) {}

  /** What starts a process; the arguments are appended to it. */
  @FunctionalInterface
  interface Command {

    /**
     * @param folder a private folder, which is deleted when the process has ended
     * @throws IOException when it cannot be made; the message says why
     */
    List<String> in(Path folder) throws IOException;
  }

  private static final long POLL_MILLIS = 100;

  /**
   * Options meant for this process: a debugger's port is taken, agents are slow, and a choice of
   * the garbage collector contradicts the child's.
   */
  private static final List<String> OPTIONS_OF_JAVA =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Command command;
  private final Duration limit;

  /**
   * @param command what is run
   * @param limit after which it is ended
   */
  ChildJava(Command command, Duration limit) {
    this.command = command;
    this.limit = limit;
  }

  /** Runs the Java of this process, with the classes that it has, wherever they come from. */
  static ChildJava of(Class<?> main, Duration limit) {
    return new ChildJava(
        folder -> {
          List<String> command = new ArrayList<>();
          command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
          command.add("-XX:+UseSerialGC");
          command.add("--enable-native-access=ALL-UNNAMED");
          command.addAll(properties());
          command.addAll(List.of("-cp", ChildClassPath.in(folder), main.getName()));
          return command;
        },
        limit);
  }

  /** Where this process has been told to put files, and what JNA has been told. */
  private static List<String> properties() {
    List<String> properties = new ArrayList<>();
    for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      if (name.startsWith("jna.") || name.equals("java.io.tmpdir") || name.equals("user.home")) {
        properties.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    return properties;
  }

  /**
   * Runs it to its end; it does not outlive this call.
   *
   * @param listener told of every line on standard output while it runs, on the calling thread
   * @throws IOException when it cannot be started
   */
  Outcome run(List<String> arguments, Consumer<String> listener)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(TemporaryFolder.ofThisUser(), "rank1-child");
    try {
      Path out = Files.createFile(folder.resolve("out.txt"));
      Path err = Files.createFile(folder.resolve("err.txt"));
      List<String> whole = new ArrayList<>(command.in(folder));
      whole.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(whole).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeAll(OPTIONS_OF_JAVA);
      Process process = builder.start();
      try {
        List<String> lines = new ArrayList<>();
        return follow(process, out, lines, listener)
            ? outcome(lines, err, process.exitValue())
            : failed(lines, "no answer within " + limit.toSeconds() + " s");
      } finally {
        process.destroyForcibly(); // it has ended, or nobody waits for it any more
        process.getOutputStream().close(); // open until now: a child can see our end by its own
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /** Collects lines until the end or the limit; whether it was the end. */
  private boolean follow(Process process, Path out, List<String> lines, Consumer<String> listener)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (RandomAccessFile file = new RandomAccessFile(out.toFile(), "r")) {
      boolean ended = false;
      while (!ended) {
        ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        for (String line = line(file, ended); line != null; line = line(file, ended)) {
          lines.add(line);
          listener.accept(line);
        }
        if (!ended && System.nanoTime() - start > limit.toNanos()) {
          return false;
        }
      }
      return true;
    }
  }

  /** The next line, or null if there is none yet; the last one may lack its end. */
  private static String line(RandomAccessFile file, boolean last) throws IOException {
    long start = file.getFilePointer();
    byte[] bytes = new byte[(int) Math.min(1 << 16, file.length() - start)];
    file.readFully(bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    boolean whole = end < bytes.length;
    if (!whole && (!last || end == 0)) {
      file.seek(start);
      return null;
    }
    file.seek(start + end + (whole ? 1 : 0));
    // What a dying process leaves need not be UTF-8.
    String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static Outcome outcome(List<String> lines, Path err, int exit) throws IOException {
    Optional<String> problem = ProbeLine.FAILURE.firstIn(lines);
    if (problem.isPresent()) {
      return failed(lines, problem.get());
    }
    Optional<String> age = ProbeLine.TOO_OLD.firstIn(lines);
    if (age.isPresent()) {
      return new Outcome(
          lines, Optional.of(new ProbeFailure(ProbeFailure.Kind.TOO_OLD, age.get())));
    }
    Optional<String> defect = ProbeLine.DEFECT.firstIn(lines);
    if (defect.isPresent()) {
      return new Outcome(
          lines, Optional.of(new ProbeFailure(ProbeFailure.Kind.NOT_TRIED, defect.get())));
    }
    if (ProbeLine.END.firstIn(lines).isPresent()) {
      return new Outcome(lines, Optional.empty());
    }
    String words = new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
    String ended = started(lines) ? "llama.cpp ended the process" : "the process did not start";
    return failed(lines, ended + " (" + exit + ")" + lastWords(words.lines().toList()));
  }

  /** It is llama.cpp that failed if it had its chance. */
  private static Outcome failed(List<String> lines, String words) {
    ProbeFailure.Kind kind =
        started(lines) ? ProbeFailure.Kind.UNUSABLE : ProbeFailure.Kind.NOT_TRIED;
    return new Outcome(lines, Optional.of(new ProbeFailure(kind, words)));
  }

  private static boolean started(List<String> lines) {
    return ProbeLine.START.firstIn(lines).isPresent();
  }

  /** An assertion's text, or the last line that is one. */
  private static String lastWords(List<String> err) {
    return err.stream()
        .filter(line -> line.contains("GGML_ASSERT") || line.contains("terminate called"))
        .findFirst()
        .or(() -> err.stream().filter(line -> !line.isBlank()).reduce((a, b) -> b))
        .map(line -> ": " + line.strip())
        .orElse("");
  }
}
