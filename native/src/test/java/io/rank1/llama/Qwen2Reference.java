package io.rank1.llama;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Qwen2's forward pass in double precision, written from the architecture's description and as
 * plainly as can be: the whole sequence anew for every token, no cache, no batch.
 */
final class Qwen2Reference {

  private final Map<String, float[]> tensors = new HashMap<>();
  private final int layers;
  private final int hidden;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final int ffn;
  private final double ropeBase;
  private final double eps;
  private final int vocabulary;

  Qwen2Reference(Path file) throws IOException {
    GgufFile gguf = GgufFile.read(file);
    layers = number(gguf, "qwen2.block_count");
    hidden = number(gguf, "qwen2.embedding_length");
    heads = number(gguf, "qwen2.attention.head_count");
    kvHeads = number(gguf, "qwen2.attention.head_count_kv");
    ffn = number(gguf, "qwen2.feed_forward_length");
    headDim = hidden / heads;
    ropeBase = gguf.floating("qwen2.rope.freq_base").orElseThrow();
    eps = gguf.floating("qwen2.attention.layer_norm_rms_epsilon").orElseThrow();
    try (FileChannel channel = FileChannel.open(file)) {
      for (GgufTensor tensor : gguf.tensors().values()) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize());
        channel.read(bytes, gguf.dataOffset() + tensor.offset());
        float[] values = new float[bytes.capacity() / 4];
        bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        tensors.put(tensor.name(), values);
      }
    }
    vocabulary = tensors.get("token_embd.weight").length / hidden;
  }

  private static int number(GgufFile gguf, String key) {
    return (int) gguf.unsigned(key).orElseThrow();
  }

  /** Appends the most likely next token this often; returns the new tokens. */
  int[] greedy(int[] prompt, int count) {
    int[] tokens = prompt;
    for (int i = 0; i < count; i++) {
      double[] logits = logits(tokens);
      int best = 0;
      for (int t = 1; t < vocabulary; t++) {
        best = logits[t] > logits[best] ? t : best;
      }
      tokens = Arrays.copyOf(tokens, tokens.length + 1);
      tokens[tokens.length - 1] = best;
    }
    return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
  }

  /** The logits after the last token. */
  double[] logits(int[] tokens) {
    int n = tokens.length;
    double[][] x = new double[n][hidden];
    float[] embedding = tensors.get("token_embd.weight");
    for (int t = 0; t < n; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] = embedding[tokens[t] * hidden + i];
      }
    }
    for (int layer = 0; layer < layers; layer++) {
      String blk = "blk." + layer + ".";
      attention(blk, x);
      for (double[] position : x) {
        feedForward(blk, position);
      }
    }
    double[] last = norm("output_norm", x[n - 1]);
    String output = tensors.containsKey("output.weight") ? "output" : "token_embd";
    return linear(output, last, vocabulary);
  }

  private void attention(String blk, double[][] x) {
    int n = x.length;
    double[][] q = new double[n][];
    double[][] k = new double[n][];
    double[][] v = new double[n][];
    for (int t = 0; t < n; t++) {
      double[] h = norm(blk + "attn_norm", x[t]);
      q[t] = rope(linear(blk + "attn_q", h, heads * headDim), t);
      k[t] = rope(linear(blk + "attn_k", h, kvHeads * headDim), t);
      v[t] = linear(blk + "attn_v", h, kvHeads * headDim);
    }
    for (int t = 0; t < n; t++) {
      double[] mixed = new double[heads * headDim];
      for (int head = 0; head < heads; head++) {
        int kv = head / (heads / kvHeads) * headDim;
        double[] weights = softmax(q[t], k, t, head * headDim, kv);
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < headDim; i++) {
            mixed[head * headDim + i] += weights[s] * v[s][kv + i];
          }
        }
      }
      add(x[t], linear(blk + "attn_output", mixed, hidden));
    }
  }

  private double[] softmax(double[] q, double[][] k, int t, int qFrom, int kFrom) {
    double[] weights = new double[t + 1];
    double max = Double.NEGATIVE_INFINITY;
    for (int s = 0; s <= t; s++) {
      for (int i = 0; i < headDim; i++) {
        weights[s] += q[qFrom + i] * k[s][kFrom + i];
      }
      weights[s] /= Math.sqrt(headDim);
      max = Math.max(max, weights[s]);
    }
    double sum = 0;
    for (int s = 0; s <= t; s++) {
      weights[s] = Math.exp(weights[s] - max);
      sum += weights[s];
    }
    for (int s = 0; s <= t; s++) {
      weights[s] /= sum;
    }
    return weights;
  }

  /** Rotates the pairs (i, i + headDim / 2) of every head by the position. */
  private double[] rope(double[] heads, int position) {
    int half = headDim / 2;
    for (int head = 0; head < heads.length; head += headDim) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(ropeBase, -2.0 * i / headDim);
        double a = heads[head + i];
        double b = heads[head + half + i];
        heads[head + i] = a * Math.cos(angle) - b * Math.sin(angle);
        heads[head + half + i] = a * Math.sin(angle) + b * Math.cos(angle);
      }
    }
    return heads;
  }

  private void feedForward(String blk, double[] x) {
    double[] h = norm(blk + "ffn_norm", x);
    double[] gate = linear(blk + "ffn_gate", h, ffn);
    double[] up = linear(blk + "ffn_up", h, ffn);
    for (int i = 0; i < ffn; i++) {
      gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
    }
    add(x, linear(blk + "ffn_down", gate, hidden));
  }

  private double[] norm(String name, double[] x) {
    float[] weight = tensors.get(name + ".weight");
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double scale = 1 / Math.sqrt(squares / x.length + eps);
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] * scale * weight[i];
    }
    return out;
  }

  private double[] linear(String name, double[] x, int rows) {
    float[] weight = tensors.get(name + ".weight");
    float[] bias = tensors.get(name + ".bias");
    double[] out = new double[rows];
    for (int row = 0; row < rows; row++) {
      double sum = bias == null ? 0 : bias[row];
      for (int i = 0; i < x.length; i++) {
        sum += (double) weight[row * x.length + i] * x[i];
      }
      out[row] = sum;
    }
    return out;
  }

  private static void add(double[] to, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }
}
