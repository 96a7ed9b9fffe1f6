package io.rank1.llama.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Counts physical cores: a second hardware thread of a core slows matrix products down. */
public final class PhysicalCores {

  private PhysicalCores() {}

  /**
   * Physical cores that this process may use. Read from Linux's sysfs; elsewhere, and where sysfs
   * says nothing, the processors that Java counts.
   */
  public static int count() {
    return count(Path.of("/sys/devices/system/cpu"), Runtime.getRuntime().availableProcessors());
  }

  static int count(Path sysfs, int available) {
    Set<String> cores = new HashSet<>();
    try (Stream<Path> cpus = Files.isDirectory(sysfs) ? Files.list(sysfs) : Stream.<Path>empty()) {
      cpus.filter(cpu -> cpu.getFileName().toString().matches("cpu\\d+"))
          .map(cpu -> cpu.resolve("topology/thread_siblings_list"))
          .filter(Files::isReadable)
          .forEach(siblings -> cores.add(read(siblings)));
    } catch (IOException | UncheckedIOException e) {
      return available; // no worse than on systems without sysfs
    }
    return cores.isEmpty() ? available : Math.min(cores.size(), available);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
