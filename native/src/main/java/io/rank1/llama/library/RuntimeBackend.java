package io.rank1.llama.library;

import java.util.Locale;

/** What an installed llama.cpp computes on; the processor is always among it. */
public enum RuntimeBackend {
  CPU,
  CUDA,
  VULKAN,
  METAL;

  /** The name in lower case: what users type, and what the installation's folder is called. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
