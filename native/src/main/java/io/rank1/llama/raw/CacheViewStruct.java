package io.rank1.llama.raw;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** {@code llama_kv_cache_view}: what lies in the KV cache of builds around b4916. */
@Structure.FieldOrder({
  "cells",
  "sequences",
  "tokens",
  "usedCells",
  "longestRun",
  "longestRunStart",
  "cellViews",
  "cellSequences"
})
public final class CacheViewStruct extends Structure implements Structure.ByValue {

  public int cells;
  public int sequences;
  public int tokens;
  public int usedCells;

  /** The most free cells that follow on each other. */
  public int longestRun;

  public int longestRunStart;
  public Pointer cellViews;
  public Pointer cellSequences;
}
