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
  long affordableCells(int layers, KvLayout layout) {
    long blocks = needs.model().layers();
    long onGpu = Math.min(layers, blocks);
    long host = machine.memory() - needs.hostBuffers();
    host -= needs.layerBytes() * (needs.layers() - layers);
    long inHost = cells(host, needs.cellBytes() * (blocks - onGpu) / blocks);
    if (layers == 0) {
      return inHost;
    }
    long gpu = gpuMemory() - needs.gpuBuffers() - needs.layerBytes() * layers;
    long masks = layout == KvLayout.UNIFIED ? needs.maskBytes() : 0;
    return Math.min(inHost, cells(gpu, masks + needs.cellBytes() * onGpu / blocks));
  }

  /** Whether it is the GPUs' memory, and not the host's, that holds no more cells. */
  boolean isShortOfGpuMemory(int layers) {
    return layers > 0
        && affordableCells(layers, KvLayout.SPLIT) < affordableCells(0, KvLayout.SPLIT);
  }

  /** What so many layers and cells take where {@link #isShortOfGpuMemory} looks. */
  long neededBytes(int layers, long cells) {
    return isShortOfGpuMemory(layers)
        ? needs.layerBytes() * layers + needs.gpuBuffers() + cells * needs.cellBytes()
        : needs.model().fileSize() + needs.hostBuffers() + cells * needs.cellBytes();
  }

  private static long cells(long bytes, long each) {
    return each == 0 ? Integer.MAX_VALUE : Math.max(0, bytes) / each;
  }

  /** The estimate for a number of layers and cells. */
  Offload offload(int layers, int cells, KvLayout layout) {
    if (layers == 0) {
      return Offload.NONE;
    }
    long onGpu = Math.min(layers, needs.model().layers());
    long masks = layout == KvLayout.UNIFIED ? cells * needs.maskBytes() : 0;
    long cache = cells * needs.cellBytes() / needs.model().layers() * onGpu + masks;
    GpuOptions gpu = asked.gpu();
    return new Offload(
        layers,
        machine.gpus(),
        gpu.splitMode(),
        gpu.splitMode() == SplitMode.NONE ? 0 : gpu.mainGpu(),
        gpu.tensorSplit(),
        needs.layerBytes() * layers + cache + needs.gpuBuffers(),
        cache);
  }

  /** Less the buffers and the context that every GPU beyond the first has too. */
  private long gpuMemory() {
    long others = Math.max(0, machine.gpus().size() - 1) * MemoryNeeds.GPU_BUFFERS;
    return (long) (machine.gpuMemory() * USABLE) - others;
  }
}
