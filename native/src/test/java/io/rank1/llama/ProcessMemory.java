package io.rank1.llama;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What this process holds of memory beside the JVM's heap.
 *
 * @param resident bytes of physical memory; empty without {@code /proc}
 * @param allocated bytes that were asked of the C library and not freed, whatever it keeps of those
 *     that were; empty where that is not glibc, or an old one
 */
record ProcessMemory(OptionalLong resident, OptionalLong allocated) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** {@code struct mallinfo2} of malloc.h; each is a {@code size_t} of 64 bits. */
  @Structure.FieldOrder({
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost"
  })
  public static final class Mallinfo extends Structure implements Structure.ByValue {
    public long arena;
    public long ordblks;
    public long smblks;
    public long hblks;
    public long hblkhd;
    public long usmblks;
    public long fsmblks;
    public long uordblks;
    public long fordblks;
    public long keepcost;
  }

  /** As it is now, when the heap's garbage was collected. */
  static ProcessMemory now() throws IOException {
    System.gc(); // the heap becomes small, and all that is committed of it counts as resident
    return new ProcessMemory(residentNow(), allocatedNow());
  }

  private static OptionalLong residentNow() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    return Files.readAllLines(STATUS, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> (Long.parseLong(line.replaceAll("\\D", "")) << 10) - heap)
        .findFirst();
  }

  private static OptionalLong allocatedNow() {
    if (!Platform.isLinux() || !Platform.is64Bit()) {
      return OptionalLong.empty();
    }
    try {
      Function mallinfo = NativeLibrary.getProcess().getFunction("mallinfo2");
      Mallinfo info = (Mallinfo) mallinfo.invoke(Mallinfo.class, new Object[0]);
      return OptionalLong.of(info.uordblks + info.hblkhd);
    } catch (UnsatisfiedLinkError e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public String toString() {
    return inMib(resident) + " MiB resident, " + inMib(allocated) + " allocated";
  }

  private static String inMib(OptionalLong bytes) {
    return bytes.isPresent() ? String.valueOf(bytes.getAsLong() >> 20) : "unknown";
  }
}
