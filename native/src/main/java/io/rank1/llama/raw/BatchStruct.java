package io.rank1.llama.raw;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** {@code llama_batch}: the same in every supported build. */
@Structure.FieldOrder({"nTokens", "token", "embd", "pos", "nSeqId", "seqId", "logits"})
public final class BatchStruct extends Structure implements Structure.ByValue {

  public int nTokens;
  public Pointer token;
  public Pointer embd;
  public Pointer pos;
  public Pointer nSeqId;
  public Pointer seqId;
  public Pointer logits;
}
