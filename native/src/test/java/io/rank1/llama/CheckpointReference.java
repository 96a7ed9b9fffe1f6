package io.rank1.llama;

import io.rank1.core.json.JsonObject;
import io.rank1.models.safetensors.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The forward pass of Qwen2, Qwen3, Llama, Mistral and Gemma in double precision over a checkpoint
 * as Hugging Face has it, written from the description of its code: rotation of element i of a head
 * with i + half, llama3's frequencies. Nothing of the converter's is used but the reader of
 * headers.
 */
final class CheckpointReference {

  private final JsonObject config;
  private final Map<String, double[]> tensors;
  private final int hidden;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final double eps;
  private final double[] frequencies;
  private final boolean gemma;
  private boolean eightBitInputs;

  CheckpointReference(Path folder) throws IOException {
    config = JsonObject.read(folder.resolve("config.json"));
    hidden = size("hidden_size");
    heads = size("num_attention_heads");
    kvHeads = size("num_key_value_heads");
    headDim = config.has("head_dim") ? size("head_dim") : hidden / heads;
    gemma = config.list("architectures").orElseThrow().contains("GemmaForCausalLM");
    eps = config.number("rms_norm_eps").orElseThrow();
    frequencies = frequencies();
    tensors = new CheckpointTensors(Checkpoint.read(folder)).all();
  }

  /**
   * From now on rounds the inputs of linear layers as ggml does where weights are quantized: 32
   * each to whole multiples of a 127th of the largest, that step being a half.
   */
  CheckpointReference withEightBitInputs() {
    eightBitInputs = true;
    return this;
  }

  /** From now on has a LoRA merged into its weights. */
  CheckpointReference withLora(Path folder) throws IOException {
    CheckpointTensors.merge(tensors, folder);
    return this;
  }

  private static double[] toEightBits(double[] x) {
    double[] rounded = new double[x.length];
    for (int begin = 0; begin < x.length; begin += 32) {
      double largest = 0;
      for (int i = begin; i < begin + 32; i++) {
        largest = Math.max(largest, Math.abs(x[i]));
      }
      double step = largest / 127;
      double scale = Math.pow(2, Math.getExponent(step) - 10); // a half has ten bits behind it
      for (int i = begin; i < begin + 32; i++) {
        rounded[i] = Math.rint(x[i] / step) * Math.rint(step / scale) * scale;
      }
    }
    return rounded;
  }

  private int size(String key) throws IOException {
    return config.integer(key).orElseThrow().intValue();
  }

  private double[] frequencies() throws IOException {
    double base = config.number("rope_theta").orElseThrow();
    double[] result = new double[headDim / 2];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.pow(base, -2.0 * i / headDim);
    }
    if (config.has("rope_scaling")) {
      JsonObject rule = config.object("rope_scaling").orElseThrow();
      double factor = rule.number("factor").orElseThrow();
      double low = rule.number("low_freq_factor").orElseThrow();
      double high = rule.number("high_freq_factor").orElseThrow();
      double context = rule.number("original_max_position_embeddings").orElseThrow();
      for (int i = 0; i < result.length; i++) {
        double turns = context * result[i] / (2 * Math.PI); // within the original context
        if (turns < low) {
          result[i] /= factor;
        } else if (turns <= high) {
          double smooth = (turns - low) / (high - low);
          result[i] = (1 - smooth) * result[i] / factor + smooth * result[i];
        }
      }
    }
    return result;
  }

  /** The logits after the last token. */
  double[] logits(int[] tokens) throws IOException {
    int n = tokens.length;
    double[][] x = new double[n][hidden];
    for (int t = 0; t < n; t++) {
      System.arraycopy(
          tensors.get("model.embed_tokens.weight"), tokens[t] * hidden, x[t], 0, hidden);
      for (int i = 0; gemma && i < hidden; i++) {
        x[t][i] *= Math.sqrt(hidden);
      }
    }
    int layers = size("num_hidden_layers");
    for (int layer = 0; layer < layers; layer++) {
      String name = "model.layers." + layer + ".";
      attention(name, x);
      for (double[] position : x) {
        feedForward(name, position);
      }
    }
    double[] last = norm("model.norm.weight", x[n - 1]);
    if (tensors.containsKey("score.weight")) {
      return linear("score", last);
    }
    boolean tied = config.bool("tie_word_embeddings").orElseThrow();
    return linear(tied ? "model.embed_tokens" : "lm_head", last);
  }

  private void attention(String layer, double[][] x) {
    int n = x.length;
    double[][] q = new double[n][];
    double[][] k = new double[n][];
    double[][] v = new double[n][];
    for (int t = 0; t < n; t++) {
      double[] h = norm(layer + "input_layernorm.weight", x[t]);
      q[t] = rotate(query(layer + "self_attn.q", h), t);
      k[t] = rotate(query(layer + "self_attn.k", h), t);
      v[t] = linear(layer + "self_attn.v_proj", h);
    }
    for (int t = 0; t < n; t++) {
      double[] mixed = new double[heads * headDim];
      for (int head = 0; head < heads; head++) {
        int kv = head / (heads / kvHeads) * headDim;
        double[] shares = softmax(q[t], k, t, head * headDim, kv);
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < headDim; i++) {
            mixed[head * headDim + i] += shares[s] * v[s][kv + i];
          }
        }
      }
      add(x[t], linear(layer + "self_attn.o_proj", mixed));
    }
  }

  /** Or a key: with a norm over each head, where there is one. */
  private double[] query(String name, double[] h) {
    double[] all = linear(name + "_proj", h);
    if (tensors.containsKey(name + "_norm.weight")) {
      for (int head = 0; head < all.length; head += headDim) {
        double[] one = Arrays.copyOfRange(all, head, head + headDim);
        System.arraycopy(norm(name + "_norm.weight", one), 0, all, head, headDim);
      }
    }
    return all;
  }

  private double[] softmax(double[] q, double[][] k, int t, int qFrom, int kFrom) {
    double[] shares = new double[t + 1];
    double sum = 0;
    for (int s = 0; s <= t; s++) {
      double dot = 0;
      for (int i = 0; i < headDim; i++) {
        dot += q[qFrom + i] * k[s][kFrom + i];
      }
      shares[s] = Math.exp(dot / Math.sqrt(headDim));
      sum += shares[s];
    }
    for (int s = 0; s <= t; s++) {
      shares[s] /= sum;
    }
    return shares;
  }

  private double[] rotate(double[] x, int position) {
    int half = headDim / 2;
    double[] out = new double[x.length];
    for (int head = 0; head < x.length; head += headDim) {
      for (int i = 0; i < half; i++) {
        double cos = Math.cos(position * frequencies[i]);
        double sin = Math.sin(position * frequencies[i]);
        out[head + i] = x[head + i] * cos - x[head + half + i] * sin;
        out[head + half + i] = x[head + half + i] * cos + x[head + i] * sin;
      }
    }
    return out;
  }

  private void feedForward(String layer, double[] x) {
    double[] h = norm(layer + "post_attention_layernorm.weight", x);
    double[] gate = linear(layer + "mlp.gate_proj", h);
    double[] up = linear(layer + "mlp.up_proj", h);
    for (int i = 0; i < gate.length; i++) {
      gate[i] = (gemma ? gelu(gate[i]) : gate[i] / (1 + Math.exp(-gate[i]))) * up[i];
    }
    add(x, linear(layer + "mlp.down_proj", gate));
  }

  /** gelu_pytorch_tanh. */
  private static double gelu(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /** Gemma's code adds 1 to the weights. */
  private double[] norm(String name, double[] x) {
    double[] weight = tensors.get(name);
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (gemma ? 1 + weight[i] : weight[i]) * x[i] / Math.sqrt(squares / x.length + eps);
    }
    return out;
  }

  private double[] linear(String name, double[] inputs) {
    double[] x = eightBitInputs && name.endsWith("_proj") ? toEightBits(inputs) : inputs;
    double[] weight = tensors.get(name + ".weight");
    double[] bias = tensors.get(name + ".bias");
    double[] out = new double[weight.length / x.length];
    for (int row = 0; row < out.length; row++) {
      out[row] = bias == null ? 0 : bias[row];
      for (int i = 0; i < x.length; i++) {
        out[row] += weight[row * x.length + i] * x[i];
      }
    }
    return out;
  }

  private static void add(double[] to, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }
}
