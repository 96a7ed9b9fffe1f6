package io.rank1.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Another process that tries to lock a byte of a file. */
public final class LockProbe {

  private LockProbe() {}

  /** Ends with 0 when it got the lock, else with 3. Arguments: the file, and the byte's offset. */
  public static void main(String[] args) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
      Runtime.getRuntime().halt(channel.tryLock(Long.parseLong(args[1]), 1, false) == null ? 3 : 0);
    }
  }

  /** Whether another process is kept out. */
  static boolean isKeptOut(Path file) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        Path.of(LockProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xshare:auto",
                "-cp",
                classes,
                LockProbe.class.getName(),
                file.toString(),
                "0")
            .inheritIO()
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the other process does not end");
    }
    return switch (process.exitValue()) {
      case 0 -> false;
      case 3 -> true;
      default -> throw new AssertionError("exit code " + process.exitValue());
    };
  }
}
