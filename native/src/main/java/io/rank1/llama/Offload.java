package io.rank1.llama;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What is computed on GPUs.
 *
 * @param layers layers offloaded, the output counted as one; 0 when no GPU is used
 * @param devices the GPUs, in the order of {@code tensorSplit}; empty when none is used
 * @param splitMode how the model is laid over them
 * @param mainGpu index among them of the one to use when nothing is split
 * @param tensorSplit shares of the model, one a device; empty for shares by free memory
 * @param bytes estimate of the device memory that is taken, over all of them
 * @param cacheBytes how much of that grows with the cells of the KV cache
 */
public record Offload(
    int layers,
    List<Device> devices,
    SplitMode splitMode,
    int mainGpu,
    List<Float> tensorSplit,
    long bytes,
    long cacheBytes) {

  /** How much of a model the CPU computes. */
  enum OnCpu {
    ALL,
    SOME,
    NOTHING
  }

  /** All on the CPU. */
  public static final Offload NONE = new Offload(0, List.of(), SplitMode.LAYER, 0, List.of(), 0, 0);

  public Offload {
    devices = List.copyOf(devices);
    tensorSplit = List.copyOf(tensorSplit);
    Objects.requireNonNull(splitMode, "splitMode");
    if (layers < 0 || layers > 0 && devices.isEmpty()) {
      throw new IllegalArgumentException(layers + " layers on " + devices.size() + " devices");
    }
    if (cacheBytes < 0 || bytes < cacheBytes) {
      throw new IllegalArgumentException(cacheBytes + " of " + bytes + " bytes");
    }
  }

  /** Whether a GPU computes anything. */
  public boolean isUsed() {
    return layers > 0;
  }

  /**
   * What is left to the CPU.
   *
   * @param blocks the model's decoder blocks, which with the output are its layers
   */
  OnCpu onCpu(int blocks) {
    if (!isUsed()) {
      return OnCpu.ALL;
    }
    return layers > blocks ? OnCpu.NOTHING : OnCpu.SOME;
  }

  /** The same with fewer layers, and so much less memory. */
  Offload withLayers(int fewer) {
    return fewer == 0
        ? NONE
        : withBytes(fewer, bytes * fewer / layers, cacheBytes * fewer / layers);
  }

  /** The same with other cells in the KV cache. */
  Offload withCells(long cells, long before) {
    long cache = (long) ((double) cacheBytes * cells / before);
    return withBytes(layers, bytes - cacheBytes + cache, cache);
  }

  private Offload withBytes(int newLayers, long all, long cache) {
    return new Offload(newLayers, devices, splitMode, mainGpu, tensorSplit, all, cache);
  }

  /** What is offloaded, on one line. */
  public String describe() {
    return isUsed()
        ? String.format(
            Locale.ROOT,
            "%d layers on %s, about %d MiB there",
            layers,
            devices.stream().map(Device::name).collect(Collectors.joining(", ")),
            bytes >> 20)
        : "all on the CPU";
  }
}
