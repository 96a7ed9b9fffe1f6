package io.rank1.llama;

import java.util.List;
import java.util.stream.Collectors;

/** Finds the GPUs that were asked for among those that a runtime has. */
final class GpuChoice {

  private GpuChoice() {}

  /**
   * The GPUs to use; empty when none is to be used or there is none.
   *
   * @throws RuntimeUnusableException when a device that was asked for is not there, or a split or
   *     main GPU does not go with the devices
   */
  static List<Device> of(LlamaRuntime runtime, GpuOptions asked) {
    List<Device> gpus = runtime.devices().stream().filter(Device::isGpu).toList();
    if (asked.layers() == 0) {
      return List.of();
    }
    if (gpus.isEmpty() && !runtime.missingBackends().isEmpty()) {
      throw new RuntimeUnusableException(
          String.join("; ", runtime.missingBackends()) + "; --gpu-layers 0 runs without it");
    }
    boolean insists = asked.layers() > 0 || !asked.tensorSplit().isEmpty();
    if (gpus.isEmpty() && insists) {
      throw new RuntimeUnusableException(
          runtime.description() + " has no GPU to offload to: " + names(runtime.devices()));
    }
    List<Device> chosen =
        asked.devices().isEmpty()
            ? usual(gpus)
            : asked.devices().stream().map(name -> named(runtime, name)).toList();
    if (asked.tensorSplit().size() > chosen.size()) {
      throw new RuntimeUnusableException(
          "a tensor split of "
              + asked.tensorSplit().size()
              + " shares does not go with "
              + chosen.size()
              + " GPUs: "
              + names(chosen));
    }
    if (asked.mainGpu() > 0 && asked.mainGpu() >= chosen.size()) {
      throw new RuntimeUnusableException(
          "there is no GPU " + asked.mainGpu() + "; counted from 0: " + names(chosen));
    }
    return asked.splitMode() == SplitMode.NONE && !chosen.isEmpty()
        ? List.of(chosen.get(asked.mainGpu()))
        : chosen;
  }

  /** Integrated ones share the host's memory: only where there is no other. */
  private static List<Device> usual(List<Device> gpus) {
    List<Device> discrete =
        gpus.stream().filter(device -> device.kind() == Device.Kind.GPU).toList();
    return discrete.isEmpty() ? gpus : discrete;
  }

  private static Device named(LlamaRuntime runtime, String name) {
    return runtime.devices().stream()
        .filter(device -> device.name().equalsIgnoreCase(name))
        .filter(Device::isGpu)
        .findFirst()
        .orElseThrow(
            () ->
                new RuntimeUnusableException(
                    "there is no GPU "
                        + name
                        + " in "
                        + runtime.description()
                        + ", which has: "
                        + names(runtime.devices())));
  }

  private static String names(List<Device> devices) {
    return devices.stream()
        .map(device -> device.name() + " (" + device.description() + ")")
        .collect(Collectors.joining(", "));
  }
}
