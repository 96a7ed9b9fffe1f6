package io.rank1.cli.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import io.rank1.cli.jar.JarProcess.Ended;
import io.rank1.core.json.JsonObject;
import io.rank1.core.resource.UserCache;
import io.rank1.llama.LlamaRuntime;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.loader.launch.JarLauncher;

/**
 * The choice of a llama.cpp by programs whose class path is not where their classes are. A broken
 * one with a GPU is installed: that the loader's words about it arrive shows that a process with
 * all classes has tried it.
 */
@EnabledOnOs(OS.LINUX)
class AutoIT {

  @TempDir Path dir;

  @BeforeEach
  void installABrokenOne() throws IOException {
    Path cuda = Files.createDirectories(dir.resolve("data/runtimes/cuda"));
    for (String name : List.of("libllama.so", "libggml.so", "libggml-cuda.so")) {
      Files.writeString(cuda.resolve(name), "no library");
    }
  }

  private static Path source(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The jars that a program with the library has; what else is beside them on the class path. */
  private static List<Path> libraries() throws Exception {
    List<Path> jars = new ArrayList<>();
    for (Class<?> type :
        List.of(
            LlamaRuntime.class,
            UserCache.class,
            JsonObject.library(),
            Native.class,
            LoggerFactory.class)) {
      jars.add(source(type));
    }
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().matches("(llama|commons-(?!math)).*[.]jar"))
        .forEach(jars::add);
    assertThat(jars).allMatch(jar -> jar.toString().endsWith(".jar"));
    return jars;
  }

  private Ended java(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    Path out = dir.resolve("out.txt");
    Path err = dir.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("RANK1_DATA", dir.resolve("data").toString());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC -Xmx256m");
    Process process = builder.start();
    Ended ended = JarProcess.ended(process, "", err);
    return new Ended(ended.code(), Files.readString(out, StandardCharsets.UTF_8), ended.err());
  }

  private void assertAllIsTried(Ended ended) {
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out().lines())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("passed over cuda: cannot load "))
        .satisfies(lines -> assertThat(lines.get(0)).contains("cuda/libggml.so: "))
        .endsWith("tried embedded llama.cpp b4916", "loaded embedded llama.cpp b4916");
  }

  @Test
  void inASpringBootJar() throws Exception {
    Path jar = Files.createDirectory(dir.resolve("an app+")).resolve("app.jar");
    SpringBootJar.write(jar, AutoMain.class, libraries(), source(JarLauncher.class));

    assertAllIsTried(java(List.of("-jar", jar.toString())));
  }

  @Test
  void onTheModulePath() throws Exception {
    Path main = SpringBootJar.writePlain(dir.resolve("program.jar"), AutoMain.class);
    String modules =
        Stream.concat(Stream.of(main), libraries().stream())
            .map(Path::toString)
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();

    assertAllIsTried(
        java(
            List.of(
                "--module-path",
                modules,
                "--add-modules",
                "io.rank1.llama",
                "-m",
                "program/" + AutoMain.class.getName())));
  }

  @Test
  void inAServletContainer() throws Exception {
    Path container = SpringBootJar.writePlain(dir.resolve("container.jar"), ContainerMain.class);
    List<String> command =
        new ArrayList<>(List.of("-cp", container.toString(), ContainerMain.class.getName()));
    command.add(SpringBootJar.writePlain(dir.resolve("program.jar"), AutoMain.class).toString());
    libraries().forEach(jar -> command.add(jar.toString()));

    assertAllIsTried(java(command));
  }

  @Test
  void theCommandLineSaysWhatItPassesOver() throws Exception {
    JarFiles.writeAnsweringModel(dir);
    ProcessBuilder builder =
        new JarProcess(dir).builder("score", "-m", "answers.gguf", "-q", "a", "-p", "b");
    builder.environment().put("RANK1_DATA", dir.resolve("data").toString());
    Path err = dir.resolve("err.txt");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Ended ended = JarProcess.ended(process, out, err);

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("0.7310");
    assertThat(ended.err().lines())
        .hasSize(2)
        .satisfies(
            lines ->
                assertThat(lines.get(0))
                    .startsWith("rank1: note: the installed llama.cpp cuda is passed over: cannot"))
        .endsWith("rank1: note: the llama.cpp in use is the embedded one, b4916, on the CPU");
  }
}
