package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.llama.raw.DeviceApi;
import io.rank1.llama.raw.RegistryApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Something that llama.cpp computes on. It exists as long as the process does. */
public final class Device {

  /** What a device is; in the order of {@code enum ggml_backend_dev_type}. */
  public enum Kind {
    CPU,
    /** With memory of its own. */
    GPU,
    /** Uses the host's memory. */
    INTEGRATED_GPU,
    /** Helps the CPU, as a matrix library does. */
    ACCELERATOR,
    OTHER
  }

  private final Pointer handle;
  private final String name;
  private final String description;
  private final Kind kind;

  /**
   * @param handle llama.cpp's; not looked at before its memory is asked for
   */
  Device(Pointer handle, String name, String description, Kind kind) {
    this.handle = handle;
    this.name = name;
    this.description = description;
    this.kind = kind;
  }

  /** All devices of the loaded backends, in llama.cpp's order. */
  static List<Device> all(List<Kind> kinds) {
    List<Device> devices = new ArrayList<>();
    for (long i = 0; i < RegistryApi.ggml_backend_dev_count(); i++) {
      Pointer handle = RegistryApi.ggml_backend_dev_get(i);
      int type = DeviceApi.ggml_backend_dev_type(handle);
      devices.add(
          new Device(
              handle,
              text(DeviceApi.ggml_backend_dev_name(handle)),
              text(DeviceApi.ggml_backend_dev_description(handle)),
              type < kinds.size() ? kinds.get(type) : Kind.OTHER));
    }
    return List.copyOf(devices);
  }

  private static String text(Pointer chars) {
    return chars == null ? "" : chars.getString(0, "UTF-8").strip();
  }

  /** The name by which it is chosen, such as {@code CUDA0}. */
  public String name() {
    return name;
  }

  /** What its maker calls it. */
  public String description() {
    return description;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether layers can be offloaded to it. */
  public boolean isGpu() {
    return kind == Kind.GPU || kind == Kind.INTEGRATED_GPU;
  }

  /** Bytes of its memory that are free now, as its driver says; 0 when it does not say. */
  public long freeBytes() {
    return memory()[0];
  }

  /** Bytes of its memory; 0 when the driver does not say. */
  public long totalBytes() {
    return memory()[1];
  }

  private long[] memory() {
    long[] free = new long[1];
    long[] total = new long[1];
    DeviceApi.ggml_backend_dev_memory(handle, free, total);
    return new long[] {free[0], total[0]};
  }

  Pointer handle() {
    return handle;
  }

  @Override
  public String toString() {
    long[] memory = memory();
    String size =
        memory[1] == 0
            ? ""
            : String.format(Locale.ROOT, ", %d of %d MiB free", memory[0] >> 20, memory[1] >> 20);
    return name + " (" + description + size + ")";
  }
}
