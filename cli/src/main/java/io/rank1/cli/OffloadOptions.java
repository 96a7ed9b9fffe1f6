package io.rank1.cli;

import io.rank1.llama.BackendSampling;
import io.rank1.llama.GpuOptions;
import io.rank1.llama.SplitMode;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for what is computed on GPUs. */
final class OffloadOptions {

  @Option(
      names = "--gpu-layers",
      paramLabel = "auto|all|N",
      converter = GpuLayers.class,
      defaultValue = "auto",
      description = "Layers that are offloaded to GPUs (default: auto, as many as fit).")
  private int layers;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      split = ",",
      description = "GPUs to use, as 'rank1 doctor' names them (default: all).")
  private List<String> devices = List.of();

  @Option(
      names = "--split-mode",
      paramLabel = "none|layer|row",
      defaultValue = "layer",
      description = "How the model is laid over several GPUs (default: layer).")
  private SplitMode splitMode;

  @Option(
      names = "--main-gpu",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --split-mode none, which of the GPUs is used, from 0 (default: 0).")
  private int mainGpu;

  @Option(
      names = "--tensor-split",
      paramLabel = "SHARE",
      split = ",",
      description = "Shares of the model, one for each GPU (default: by free memory).")
  private List<Float> tensorSplit = List.of();

  @Option(
      names = "--backend-sampling",
      paramLabel = "auto|on|off",
      defaultValue = "auto",
      description =
          "Whether what computes the logits chooses the tokens too, which spares copying all logits"
              + " off a GPU; of no use on a CPU (default: auto, which is off).")
  private BackendSampling sampling;

  /**
   * @throws IllegalArgumentException when the options contradict each other
   */
  GpuOptions options() {
    return new GpuOptions(layers, devices, splitMode, mainGpu, tensorSplit, sampling);
  }
}
