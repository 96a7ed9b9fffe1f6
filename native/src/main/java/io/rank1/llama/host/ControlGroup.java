package io.rank1.llama.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory limit of the Linux control group that this process is in, versions 1 and 2, and of the
 * groups above it.
 *
 * @param membership the process's groups: {@code /proc/self/cgroup}
 * @param root where the control groups are mounted: {@code /sys/fs/cgroup}
 */
record ControlGroup(Path membership, Path root) {

  /** The names of one version's files. */
  private enum Version {
    V1(
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "total_inactive_file",
        "total_active_file"),
    V2("memory.max", "memory.current", "inactive_file", "active_file");

    private final String limit;
    private final String usage;
    private final List<String> cached;

    Version(String limit, String usage, String inactiveFile, String activeFile) {
      this.limit = limit;
      this.usage = usage;
      this.cached = List.of(inactiveFile, activeFile);
    }
  }

  /**
   * Bytes that the process may still take; {@link Long#MAX_VALUE} without a limit. Cached files
   * count as free: a model that was read before is among them, and they give way.
   */
  long available() throws IOException {
    long available = Long.MAX_VALUE;
    if (!Files.isReadable(membership)) {
      return available;
    }
    for (String line : Files.readAllLines(membership)) { // ID:CONTROLLERS:PATH
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        available = Math.min(available, upwards(root, parts[2], Version.V2));
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        available = Math.min(available, upwards(root.resolve("memory"), parts[2], Version.V1));
      }
    }
    return available;
  }

  private static long upwards(Path mount, String path, Version version) throws IOException {
    long available = Long.MAX_VALUE;
    Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    // In a container the path may be the host's; the mount is then the group itself.
    for (; group != null && group.startsWith(mount); group = group.getParent()) {
      available = Math.min(available, left(group, version));
    }
    return available;
  }

  private static long left(Path group, Version version) throws IOException {
    Path limit = group.resolve(version.limit);
    Path usage = group.resolve(version.usage);
    if (!Files.isReadable(limit) || !Files.isReadable(usage)) {
      return Long.MAX_VALUE;
    }
    String most = Files.readString(limit).strip();
    if (most.equals("max")) {
      return Long.MAX_VALUE;
    }
    long used = Long.parseLong(Files.readString(usage).strip()) - cached(group, version);
    return Math.max(0, Long.parseLong(most) - Math.max(0, used));
  }

  private static long cached(Path group, Version version) throws IOException {
    Path stat = group.resolve("memory.stat");
    long cached = 0;
    if (Files.isReadable(stat)) {
      for (String line : Files.readAllLines(stat)) {
        String[] parts = line.split(" ");
        cached += version.cached.contains(parts[0]) ? Long.parseLong(parts[1]) : 0;
      }
    }
    return cached;
  }
}
