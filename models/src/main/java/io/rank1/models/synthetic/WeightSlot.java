package io.rank1.models.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * One tensor of a model.
 *
 * @param name the tensor's name in a GGUF file
 * @param role what it does
 * @param dims its lengths, the row length first; one length for norms and biases
 */
record WeightSlot(String name, Role role, List<Long> dims) {
  enum Role {
    EMBEDDING,
    OUTPUT,
    NORM,
    BIAS,
    /** A matrix that reads the residual stream, or the gate and the up matrix. */
    READER,
    /** A matrix whose result is added to the residual stream. */
    WRITER
  }

  /** Every tensor of a model, by the names and shapes of llama.cpp's llama-arch.cpp. */
  static List<WeightSlot> all(ModelShape shape, int vocabularySize) {
    long hidden = shape.hidden();
    List<WeightSlot> slots = new ArrayList<>();
    slots.add(matrix("token_embd", Role.EMBEDDING, hidden, vocabularySize));
    slots.add(vector("output_norm.weight", Role.NORM, hidden));
    if (shape.output() == ModelShape.Output.UNTIED) {
      slots.add(matrix("output", Role.OUTPUT, hidden, vocabularySize));
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      addBlock(slots, shape, "blk." + layer + ".");
    }
    return slots;
  }

  private static void addBlock(List<WeightSlot> slots, ModelShape shape, String block) {
    long hidden = shape.hidden();
    long queries = (long) shape.heads() * shape.headDim();
    long keys = (long) shape.kvHeads() * shape.headDim();
    slots.add(vector(block + "attn_norm.weight", Role.NORM, hidden));
    slots.add(matrix(block + "attn_q", Role.READER, hidden, queries));
    slots.add(matrix(block + "attn_k", Role.READER, hidden, keys));
    slots.add(matrix(block + "attn_v", Role.READER, hidden, keys));
    if (shape.architecture() == Architecture.QWEN2) {
      slots.add(vector(block + "attn_q.bias", Role.BIAS, queries));
      slots.add(vector(block + "attn_k.bias", Role.BIAS, keys));
      slots.add(vector(block + "attn_v.bias", Role.BIAS, keys));
    }
    if (shape.architecture() == Architecture.QWEN3) {
      slots.add(vector(block + "attn_q_norm.weight", Role.NORM, shape.headDim()));
      slots.add(vector(block + "attn_k_norm.weight", Role.NORM, shape.headDim()));
    }
    slots.add(matrix(block + "attn_output", Role.WRITER, queries, hidden));
    slots.add(vector(block + "ffn_norm.weight", Role.NORM, hidden));
    slots.add(matrix(block + "ffn_gate", Role.READER, hidden, shape.ffn()));
    slots.add(matrix(block + "ffn_up", Role.READER, hidden, shape.ffn()));
    slots.add(matrix(block + "ffn_down", Role.WRITER, shape.ffn(), hidden));
  }

  private static WeightSlot matrix(String name, Role role, long in, long out) {
    return new WeightSlot(name + ".weight", role, List.of(in, out));
  }

  private static WeightSlot vector(String name, Role role, long length) {
    return new WeightSlot(name, role, List.of(length));
  }
}
