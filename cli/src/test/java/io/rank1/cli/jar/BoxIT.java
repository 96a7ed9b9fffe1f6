package io.rank1.cli.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.jar.JarProcess.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The jar in containers and locked-down boxes. */
@EnabledOnOs(OS.LINUX)
class BoxIT {

  private static final List<String> SCORE = List.of("score", "-q", "a", "-p", "b");

  @TempDir Path dir;

  /** Runs java with options of its own, in an environment with the variables of a box. */
  private Ended run(List<String> java, List<String> args, String... variables)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new JarProcess(dir).builder(args.toArray(String[]::new));
    builder.command().addAll(1, java);
    builder.environment().keySet().removeAll(List.of("HOME", "RANK1_CACHE", "XDG_CACHE_HOME"));
    for (String variable : variables) {
      String[] parts = variable.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    return run(builder);
  }

  private Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path err = dir.resolve("err.txt");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return JarProcess.ended(process, out, err);
  }

  @Test
  void aUserWithoutAnEntryNeedsAHomeFolderOrACache() throws Exception {
    List<String> unlisted = List.of("-Duser.home=?"); // what Java makes of such a user
    Ended homeless = run(unlisted, SCORE);
    assertThat(homeless.code()).isEqualTo(4);
    assertThat(homeless.err()).contains("HOME is not set").endsWith("set HOME or RANK1_CACHE\n");

    assertThat(run(unlisted, SCORE, "RANK1_CACHE=" + dir.resolve("c")).out()).startsWith("score");
    assertThat(dir.resolve("c/native")).isDirectory();
    assertThat(run(unlisted, SCORE, "HOME=" + dir.resolve("h")).out()).startsWith("score");
    assertThat(dir.resolve("h/.cache/rank1/native")).isDirectory();
    assertThat(dir.resolve("?")).doesNotExist();
    assertThat(dir.resolve("h/.cache/JNA")).doesNotExist();
  }

  @Test
  void homeIsLookedInAndNotTheListedFolder() throws Exception {
    Ended ended =
        run(List.of(), List.of("score", "-m", "hf:me/x/y.gguf", "-q", "a", "-p", "b"), "HOME=/h");
    assertThat(ended.err()).contains("is not in /h/.cache/huggingface/hub");
  }

  @Test
  void whatTheLocaleBreaksIsSaidWithTheRemedy() throws Exception {
    List<String> args = List.of("rerank", "--run", "läuf.run");
    Ended ended = run(List.of(), args, "LC_ALL=xx_XX.UTF-8", "HOME=" + dir);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("since the locale xx_XX.UTF-8 is not installed; set LC_ALL=C.UTF-8")
        .hasLineCount(1);
  }

  private String onATerminal(String terminal) throws IOException, InterruptedException {
    ProcessBuilder builder = new JarProcess(dir).builder("score", "--help");
    String command = String.join(" ", builder.command());
    builder.command(List.of("script", "-qec", command, "/dev/null"));
    builder.environment().put("TERM", terminal);
    return run(builder).out();
  }

  static boolean hasScript() {
    return Files.isExecutable(Path.of("/usr/bin/script"));
  }

  @Test
  @EnabledIf("hasScript")
  void aTerminalThatIsDumbGetsNoEscapes() throws Exception {
    assertThat(onATerminal("xterm")).contains("rank1 score", "\u001B[");
    assertThat(onATerminal("dumb")).contains("rank1 score").doesNotContain("\u001B");
  }

  static boolean canMount() throws IOException, InterruptedException {
    return new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
  }

  @Test
  @EnabledIf("canMount")
  void aCacheThatIsFilledNeedNotBeWritable() throws Exception {
    Path cache = dir.resolve("c");
    String home = dir.toString();
    run(List.of(), SCORE, "RANK1_CACHE=" + cache);
    String script =
        String.format(
            Locale.ROOT,
            "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s' && exec \"$0\" \"$@\"",
            cache);
    Ended score = mounted(script, cache, home, "/tmp", "score", "-q", "a", "-p", "b");
    assertThat(score.out()).startsWith("score");
    assertThat(score.err()).startsWith("rank1: note: this is the demo model").hasLineCount(1);
  }

  /** What mounts a folder of this test by itself. */
  private String locked(String options) throws IOException {
    Path locked = Files.createDirectories(dir.resolve("locked"));
    return "mount -t tmpfs -o " + options + " tmpfs '" + locked + "' && exec \"$0\" \"$@\"";
  }

  /** Runs the jar behind a script that mounts something. */
  private Ended mounted(String script, Path cache, String home, String temporary, String... args)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new JarProcess(dir).builder(args);
    builder.command().add(1, "-Djava.io.tmpdir=" + temporary);
    builder.command().addAll(0, List.of("unshare", "-m", "sh", "-c", script));
    builder.environment().put("HOME", home);
    builder.environment().remove("XDG_CACHE_HOME");
    builder.environment().put("RANK1_CACHE", cache.toString());
    return run(builder);
  }

  @Test
  @EnabledIf("canMount")
  void aCacheElsewhereIsAllThatALockedBoxNeeds() throws Exception {
    String locked = dir.resolve("locked").toString();
    for (String options : List.of("noexec", "ro")) {
      Path cache = dir.resolve(options);
      assertThat(
              mounted(locked(options), cache, locked, locked, "score", "-q", "a", "-p", "b").out())
          .startsWith("score");
      Path table = Files.writeString(dir.resolve("pairs.tsv"), "a\tab\n");
      Ended packed =
          mounted(
              locked(options),
              cache,
              locked,
              locked,
              "batch",
              table.toString(),
              "-o",
              options + ".tsv.zst");
      assertThat(packed.code()).isZero();
      Ended doctor = mounted(locked(options), cache, locked, locked, "doctor");
      assertThat(doctor.out()).doesNotContain("failure").contains("ok       trial");
    }
  }

  @Test
  @EnabledIf("canMount")
  void aCacheFromWhichNothingMayRunIsNamedByEveryCommand() throws Exception {
    Path cache = dir.resolve("locked/c");
    String why = "the file system at " + dir.toRealPath().resolve("locked") + " is mounted noexec,";
    Ended score =
        mounted(locked("noexec"), cache, dir.toString(), "/tmp", "score", "-q", "a", "-p", "b");
    assertThat(score.code()).isEqualTo(4);
    assertThat(score.err())
        .contains(why)
        .endsWith("; set RANK1_CACHE to a folder on another one\n")
        .hasLineCount(1);
    Ended doctor = mounted(locked("noexec"), cache, dir.toString(), "/tmp", "doctor");
    assertThat(doctor.code()).isEqualTo(4);
    assertThat(doctor.out())
        .containsPattern("failure  cache .*" + why)
        .containsPattern("warning  zstd .*" + why)
        .containsPattern("failure  runtime .*" + why);
  }
}
