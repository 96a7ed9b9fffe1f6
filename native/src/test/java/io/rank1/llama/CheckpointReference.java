package io.rank1.llama;

import io.rank1.models.json.JsonObject;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The forward pass of Qwen2, Qwen3, Llama 3.1 and Mistral in double precision over a checkpoint as
 * Hugging Face has it, written from the description of its code: rotation of element i of a head
 * with i + half, llama3's frequencies, AWQ's words taken apart one by one. Nothing of the
 * converter's is used but the reader of headers.
 */
final class CheckpointReference {

  private static final int[] AWQ_ORDER = {0, 2, 4, 6, 1, 3, 5, 7};

  private final Checkpoint checkpoint;
  private final JsonObject config;
  private final Map<String, double[]> tensors = new HashMap<>();
  private final int hidden;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final double eps;
  private final double[] frequencies;
  private boolean eightBitInputs;

  CheckpointReference(Path folder) throws IOException {
    checkpoint = Checkpoint.read(folder);
    config = JsonObject.read(folder.resolve("config.json"));
    hidden = size("hidden_size");
    heads = size("num_attention_heads");
    kvHeads = size("num_key_value_heads");
    headDim = config.has("head_dim") ? size("head_dim") : hidden / heads;
    eps = config.number("rms_norm_eps").orElseThrow();
    frequencies = frequencies();
    for (String name : checkpoint.tensors().keySet()) {
      if (name.endsWith(".qweight")) {
        String layer = name.substring(0, name.length() - ".qweight".length());
        tensors.put(layer + ".weight", unpack(layer));
      } else if (name.endsWith(".weight_packed")) {
        String layer = name.substring(0, name.length() - ".weight_packed".length());
        tensors.put(layer + ".weight", unpackCompressed(layer));
      } else if (!name.matches(".*\\.(qzeros|scales|weight_(scale|zero_point|shape))")) {
        tensors.put(name, floats(name));
      }
    }
  }

  /**
   * From now on rounds the inputs of linear layers as ggml does where weights are quantized: 32
   * each to whole multiples of a 127th of the largest, that step being a half.
   */
  CheckpointReference withEightBitInputs() {
    eightBitInputs = true;
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

  private ByteBuffer bytes(String name) throws IOException {
    SafetensorsTensor tensor = checkpoint.tensor(name).orElseThrow();
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      channel.read(bytes, tensor.offset());
    }
    return bytes.flip();
  }

  private double[] floats(String name) throws IOException {
    String type = checkpoint.tensor(name).orElseThrow().type().name();
    ByteBuffer in = bytes(name);
    double[] values = new double[in.limit() / (type.equals("F32") ? 4 : 2)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "F32" -> in.getFloat();
            case "F16" -> half(in.getShort());
            case "BF16" -> Float.intBitsToFloat(in.getShort() << 16);
            default -> throw new IllegalStateException(type);
          };
    }
    return values;
  }

  private static double half(short bits) {
    int exponent = bits >> 10 & 31;
    int mantissa = bits & 1023;
    double value =
        exponent == 0
            ? mantissa * Math.pow(2, -24)
            : (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);
    return bits < 0 ? -value : value;
  }

  /** Rows of outputs, as of a layer that was never packed. */
  private double[] unpack(String layer) throws IOException {
    long[] shape =
        checkpoint.tensor(layer + ".qweight").orElseThrow().shape().stream()
            .mapToLong(Long::longValue)
            .toArray();
    int in = (int) shape[0];
    int words = (int) shape[1];
    ByteBuffer q = bytes(layer + ".qweight");
    ByteBuffer z = bytes(layer + ".qzeros");
    ByteBuffer s = bytes(layer + ".scales");
    double[] weight = new double[in * words * 8];
    for (int i = 0; i < in; i++) {
      for (int word = 0; word < words; word++) {
        for (int nibble = 0; nibble < 8; nibble++) {
          int out = 8 * word + AWQ_ORDER[nibble];
          int value = q.getInt(4 * (i * words + word)) >> 4 * nibble & 15;
          int zero = z.getInt(4 * (i / 128 * words + word)) >> 4 * nibble & 15;
          double scale = half(s.getShort(2 * (i / 128 * words * 8 + out)));
          weight[out * in + i] = (value - zero) * scale;
        }
      }
    }
    return weight;
  }

  /** The same of compressed-tensors: eight inputs in a word, zero points of eight outputs. */
  private double[] unpackCompressed(String layer) throws IOException {
    ByteBuffer q = bytes(layer + ".weight_packed");
    double[] scales = floats(layer + ".weight_scale");
    boolean symmetric = checkpoint.tensor(layer + ".weight_zero_point").isEmpty();
    ByteBuffer z = symmetric ? ByteBuffer.allocate(0) : bytes(layer + ".weight_zero_point");
    ByteBuffer shape = bytes(layer + ".weight_shape");
    int out = (int) shape.getLong(0);
    int in = (int) shape.getLong(8);
    int groups = scales.length / out;
    double[] weight = new double[out * in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        int group = i / (in / groups);
        int value = (q.getInt((o * in + i) / 8 * 4) >> 4 * (i % 8) & 15) - 8;
        int zero = symmetric ? 0 : (z.getInt(4 * (o / 8 * groups + group)) >> 4 * (o % 8) & 15) - 8;
        weight[o * in + i] = (value - zero) * scales[o * groups + group];
      }
    }
    return weight;
  }

  /** The logits after the last token. */
  double[] logits(int[] tokens) throws IOException {
    int n = tokens.length;
    double[][] x = new double[n][hidden];
    for (int t = 0; t < n; t++) {
      System.arraycopy(
          tensors.get("model.embed_tokens.weight"), tokens[t] * hidden, x[t], 0, hidden);
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
      gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
    }
    add(x, linear(layer + "mlp.down_proj", gate));
  }

  private double[] norm(String name, double[] x) {
    double[] weight = tensors.get(name);
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = weight[i] * x[i] / Math.sqrt(squares / x.length + eps);
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
