package io.rank1.llama;

import java.util.List;
import java.util.Objects;

/**
 * What a caller may ask of GPUs.
 *
 * @param layers how many layers are offloaded, the output being one more than the blocks: {@link
 *     #FITTING_LAYERS}, {@link #ALL_LAYERS} or a number
 * @param devices names of the devices to use; empty for all GPUs of the runtime
 * @param splitMode how the model is laid over several GPUs
 * @param mainGpu index among the devices of the one to use when nothing is split
 * @param tensorSplit shares of the model, one a device; empty for shares by free memory
 * @param sampling whether they choose tokens themselves
 */
public record GpuOptions(
    int layers,
    List<String> devices,
    SplitMode splitMode,
    int mainGpu,
    List<Float> tensorSplit,
    BackendSampling sampling) {

  /** As many layers as fit the memory. */
  public static final int FITTING_LAYERS = -1;

  /** All of them; an error later on when they do not fit. */
  public static final int ALL_LAYERS = Integer.MAX_VALUE;

  /** Everything is chosen. */
  public static final GpuOptions AUTO =
      new GpuOptions(
          FITTING_LAYERS, List.of(), SplitMode.LAYER, 0, List.of(), BackendSampling.AUTO);

  /** No GPU is used. */
  public static final GpuOptions OFF =
      new GpuOptions(0, List.of(), SplitMode.LAYER, 0, List.of(), BackendSampling.AUTO);

  /**
   * @throws IllegalArgumentException when a number is negative, or the shares add up to nothing
   */
  public GpuOptions {
    devices = List.copyOf(devices);
    tensorSplit = List.copyOf(tensorSplit);
    Objects.requireNonNull(splitMode, "splitMode");
    Objects.requireNonNull(sampling, "sampling");
    if (layers < FITTING_LAYERS) {
      throw new IllegalArgumentException("the number of GPU layers is negative: " + layers);
    }
    if (mainGpu < 0) {
      throw new IllegalArgumentException("the main GPU's index is negative: " + mainGpu);
    }
    double sum = 0;
    for (float share : tensorSplit) {
      if (!(share >= 0) || Float.isInfinite(share)) {
        throw new IllegalArgumentException("a share of the tensor split is no share: " + share);
      }
      sum += share;
    }
    if (!tensorSplit.isEmpty() && sum == 0) {
      throw new IllegalArgumentException("the shares of the tensor split add up to nothing");
    }
  }

  /** The same with other layers. */
  public GpuOptions withLayers(int count) {
    return new GpuOptions(count, devices, splitMode, mainGpu, tensorSplit, sampling);
  }

  /** The same with other sampling. */
  public GpuOptions withSampling(BackendSampling choice) {
    return new GpuOptions(layers, devices, splitMode, mainGpu, tensorSplit, choice);
  }
}
