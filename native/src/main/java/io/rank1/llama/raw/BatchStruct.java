package io.rank1.llama.raw;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/**
 * {@code llama_batch}: the same in every supported build, but for what older ones have behind it,
 * which counts only where positions are missing.
 */
@Structure.FieldOrder({"nTokens", "token", "embd", "pos", "nSeqId", "seqId", "logits", "older"})
public final class BatchStruct extends Structure implements Structure.ByValue {

  public int nTokens;
  public Pointer token;
  public Pointer embd;
  public Pointer pos;
  public Pointer nSeqId;
  public Pointer seqId;
  public Pointer logits;
  public long[] older = new long[2];
}
