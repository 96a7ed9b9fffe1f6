package io.rank1.llama;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward pass of Qwen2, Llama, Qwen3 and Gemma in double precision, written from the
 * architectures' description and as plainly as can be: one position after the other, no batch. What
 * a sequence shares with the one before is not computed again. Not for use by several threads at
 * once.
 */
final class DecoderReference {

  private final Map<String, float[]> tensors = new HashMap<>();
  private final List<List<double[]>> keys = new ArrayList<>(); // by layer and position
  private final List<List<double[]>> values = new ArrayList<>();
  private final boolean turnsNeighbours;
  private final boolean gemma;
  private final int layers;
  private final int hidden;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final int ffn;
  private final double ropeBase;
  private final double eps;
  private final int vocabulary;
  private int[] known = {}; // the tokens whose keys and values are kept

  DecoderReference(Path file) throws IOException {
    GgufFile gguf = GgufFile.read(file);
    String name = gguf.string("general.architecture").orElseThrow();
    // GGUF's rows of q and k of a llama are in the order of the published weights of Meta.
    turnsNeighbours = name.equals("llama");
    layers = number(gguf, name + ".block_count");
    hidden = number(gguf, name + ".embedding_length");
    for (int layer = 0; layer < layers; layer++) {
      keys.add(new ArrayList<>());
      values.add(new ArrayList<>());
    }
    heads = number(gguf, name + ".attention.head_count");
    kvHeads = number(gguf, name + ".attention.head_count_kv");
    ffn = number(gguf, name + ".feed_forward_length");
    headDim = (int) gguf.unsigned(name + ".attention.key_length").orElse(hidden / heads);
    gemma = name.equals("gemma");
    ropeBase = gguf.floating(name + ".rope.freq_base").orElseThrow();
    eps = gguf.floating(name + ".attention.layer_norm_rms_epsilon").orElseThrow();
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
    int mismatch = Arrays.mismatch(known, tokens);
    int same = Math.min(mismatch < 0 ? tokens.length : mismatch, tokens.length - 1);
    for (List<double[]> cached : keys) {
      cached.subList(same, cached.size()).clear();
    }
    for (List<double[]> cached : values) {
      cached.subList(same, cached.size()).clear();
    }
    known = tokens.clone();
    float[] embedding = tensors.get("token_embd.weight");
    double[] x = new double[hidden];
    for (int t = same; t < tokens.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[i] = embedding[tokens[t] * hidden + i] * (gemma ? Math.sqrt(hidden) : 1);
      }
      for (int layer = 0; layer < layers; layer++) {
        attention(layer, x, t);
        feedForward("blk." + layer + ".", x);
      }
    }
    String output = tensors.containsKey("output.weight") ? "output" : "token_embd";
    return linear(output, norm("output_norm", x), vocabulary);
  }

  private void attention(int layer, double[] x, int t) {
    String blk = "blk." + layer + ".";
    List<double[]> k = keys.get(layer);
    List<double[]> v = values.get(layer);
    double[] h = norm(blk + "attn_norm", x);
    double[] q = normHeads(blk + "attn_q", linear(blk + "attn_q", h, heads * headDim));
    double[] newest = normHeads(blk + "attn_k", linear(blk + "attn_k", h, kvHeads * headDim));
    rope(q, t);
    k.add(rope(newest, t));
    v.add(linear(blk + "attn_v", h, kvHeads * headDim));
    double[] mixed = new double[heads * headDim];
    for (int head = 0; head < heads; head++) {
      int kv = head / (heads / kvHeads) * headDim;
      double[] weights = softmax(q, k, t, head * headDim, kv);
      for (int s = 0; s <= t; s++) {
        for (int i = 0; i < headDim; i++) {
          mixed[head * headDim + i] += weights[s] * v.get(s)[kv + i];
        }
      }
    }
    add(x, linear(blk + "attn_output", mixed, hidden));
  }

  private double[] softmax(double[] q, List<double[]> k, int t, int qFrom, int kFrom) {
    double[] weights = new double[t + 1];
    double max = Double.NEGATIVE_INFINITY;
    for (int s = 0; s <= t; s++) {
      for (int i = 0; i < headDim; i++) {
        weights[s] += q[qFrom + i] * k.get(s)[kFrom + i];
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

  /** Qwen3 normalizes every head by itself, all by the same weights. */
  private double[] normHeads(String name, double[] all) {
    if (!tensors.containsKey(name + "_norm.weight")) {
      return all;
    }
    for (int head = 0; head < all.length; head += headDim) {
      double[] one = Arrays.copyOfRange(all, head, head + headDim);
      System.arraycopy(norm(name + "_norm", one), 0, all, head, headDim);
    }
    return all;
  }

  /** Rotates pairs of every head by the position: (i, i + headDim / 2), or (2i, 2i + 1). */
  private double[] rope(double[] heads, int position) {
    int half = headDim / 2;
    for (int head = 0; head < heads.length; head += headDim) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(ropeBase, -2.0 * i / headDim);
        int first = turnsNeighbours ? head + 2 * i : head + i;
        int second = turnsNeighbours ? first + 1 : first + half;
        double a = heads[first];
        double b = heads[second];
        heads[first] = a * Math.cos(angle) - b * Math.sin(angle);
        heads[second] = a * Math.sin(angle) + b * Math.cos(angle);
      }
    }
    return heads;
  }

  private void feedForward(String blk, double[] x) {
    double[] h = norm(blk + "ffn_norm", x);
    double[] gate = linear(blk + "ffn_gate", h, ffn);
    double[] up = linear(blk + "ffn_up", h, ffn);
    for (int i = 0; i < ffn; i++) {
      gate[i] = (gemma ? gelu(gate[i]) : silu(gate[i])) * up[i];
    }
    add(x, linear(blk + "ffn_down", gate, hidden));
  }

  private static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }

  /** By the approximation that Gemma was trained with, {@code gelu_pytorch_tanh}. */
  private static double gelu(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
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
