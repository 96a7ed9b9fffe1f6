package io.rank1.llama;

/**
 * Chooses how many layers go to the GPUs. KV cells lie where their layer is.
 *
 * @param machine what there is
 * @param needs what the model takes
 * @param asked what the caller asked for
 */
record OffloadPlanner(Machine machine, MemoryNeeds needs, LlamaOptions asked) {

  /** Share of the free memory that is planned with: drivers and fragments take some. */
  private static final double USABLE = 0.95;

  /** The layers to offload. */
  int layers() {
    if (machine.gpus().isEmpty() || asked.gpu().layers() == 0) {
      return 0;
    }
    if (asked.gpu().layers() != GpuOptions.FITTING_LAYERS) {
      return Math.min(asked.gpu().layers(), needs.layers());
    }
    long free = gpuMemory() - needs.gpuBuffers();
    long cells = leastCells();
    long perLayer = needs.layerBytes() + cells * needs.cellBytes() / needs.model().layers();
    return (int) Math.max(0, Math.min(needs.layers(), free / perLayer));
  }

  /** The cells without which offloading a layer more is not worth it. */
  private long leastCells() {
    int context = Math.min(Planner.REFERENCE_CONTEXT, needs.model().contextLength());
    int asksFor = asked.context() > 0 ? asked.context() : context;
    int pairs = asked.parallel() > 0 ? asked.parallel() : Planner.CPU_PARALLEL;
    return Math.max(asksFor, (long) pairs * Math.min(asksFor, Planner.USUAL_PAIR));
  }

  /** KV cells that fit beside the weights, where the tighter memory is. */
  long affordableCells(int layers) {
    long blocks = needs.model().layers();
    long onGpu = Math.min(layers, blocks);
    long host = machine.memory() - needs.hostBuffers();
    host -= needs.layerBytes() * (needs.layers() - layers);
    long inHost = cells(host, needs.cellBytes() * (blocks - onGpu) / blocks);
    if (layers == 0) {
      return inHost;
    }
    long gpu = gpuMemory() - needs.gpuBuffers() - needs.layerBytes() * layers;
    return Math.min(inHost, cells(gpu, Math.max(1, needs.cellBytes() * onGpu / blocks)));
  }

  private static long cells(long bytes, long each) {
    return each == 0 ? Integer.MAX_VALUE : Math.max(0, bytes) / each;
  }

  /** The estimate for a number of layers and cells. */
  Offload offload(int layers, int cells) {
    if (layers == 0) {
      return Offload.NONE;
    }
    long onGpu = Math.min(layers, needs.model().layers());
    long cache = cells * needs.cellBytes() / needs.model().layers() * onGpu;
    GpuOptions gpu = asked.gpu();
    return new Offload(
        layers,
        machine.gpus(),
        gpu.splitMode(),
        gpu.mainGpu(),
        gpu.tensorSplit(),
        needs.layerBytes() * layers + cache + needs.gpuBuffers());
  }

  private long gpuMemory() {
    return (long) (machine.gpuMemory() * USABLE);
  }
}
