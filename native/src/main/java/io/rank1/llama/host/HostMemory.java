package io.rank1.llama.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out how much memory can be used without swapping. */
public final class HostMemory {

  /** Used where the system does not say; every machine that runs Java has as much. */
  private static final long UNKNOWN = 2L << 30;

  private HostMemory() {}

  /**
   * Bytes that can be allocated now: Linux's {@code MemAvailable}, less where a control group sets
   * a limit; elsewhere half of the physical memory.
   */
  public static long available() {
    Path groups = Path.of("/proc/self/cgroup");
    return available(Path.of("/proc/meminfo"), new ControlGroup(groups, Path.of("/sys/fs/cgroup")));
  }

  static long available(Path meminfo, ControlGroup group) {
    try {
      if (Files.isReadable(meminfo)) {
        return Math.min(memAvailable(meminfo), group.available());
      }
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
    return physical() / 2;
  }

  private static long memAvailable(Path meminfo) throws IOException {
    for (String line : Files.readAllLines(meminfo)) {
      if (line.startsWith("MemAvailable:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10; // stated in kB
      }
    }
    return UNKNOWN;
  }

  private static long physical() {
    var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean sun
        ? sun.getTotalMemorySize()
        : 2 * UNKNOWN;
  }
}
