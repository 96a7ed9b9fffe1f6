package io.rank1.models.inspect;

import io.rank1.core.json.JsonException;
import io.rank1.core.json.JsonObject;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts the weights of a checkpoint, of a packed one those that it stands for: an element of a
 * packed matrix holds several, and what unpacks it (scales, zero points, orders, shapes) is not
 * counted. Packings are told by the names of their tensors. Methods of code books, such as AQLM, do
 * not tell their weights: of these, elements are counted.
 */
final class ParameterCount {
  /** What a packing keeps beside its matrices. */
  private static final Pattern UNPACKERS =
      Pattern.compile(
          // AWQ, GPTQ, Marlin and MLX
          ".*\\.(qzeros|scales|g_idx|s|workspace|biases)"
              // compressed-tensors and FP8
              + "|.*[._](scale|zero_point|scale_inv|scale_ub)"
              + "|.*\\.(weight_shape|weight_g_idx|scale_packed|meta|compressed|row_offsets)"
              // bitsandbytes
              + "|.*\\.(absmax|quant_map|nested_absmax|nested_quant_map|SCB|weight_format)"
              + "|.*\\.quant_state\\..*"
              // MXFP4, EETQ, quanto and HQQ
              + "|.*_scales|.*\\.(_scale|_shift|zero|shape)");

  /** Matrices whose elements hold several weights. */
  private static final Pattern WORDS = Pattern.compile(".*\\.(qweight|weight_packed|B|W_q)");

  private static final List<String> BITS = List.of("bits", "w_bit", "nbits");
  private static final long USUAL_BITS = 4;

  private final Checkpoint checkpoint;
  private final Optional<JsonObject> quantization;
  private final boolean packed;
  private final boolean tied;

  /**
   * @param quantization what the checkpoint says of its packing
   * @param tied whether the embedding is the output matrix; one that is there as well is nothing
   */
  ParameterCount(Checkpoint checkpoint, Optional<JsonObject> quantization, boolean tied) {
    this.checkpoint = checkpoint;
    this.tied = tied;
    this.quantization = quantization;
    this.packed =
        quantization.isPresent()
            || checkpoint.tensors().keySet().stream()
                .anyMatch(name -> name.endsWith(".qweight") || name.endsWith(".weight_packed"));
  }

  /**
   * The number of weights.
   *
   * @throws IOException if the settings or a file cannot be read
   */
  long count() throws IOException {
    long parameters = 0;
    for (SafetensorsTensor tensor : checkpoint.tensors().values()) {
      if (!tied || !tensor.name().startsWith("lm_head.")) {
        parameters += packed ? inPacking(tensor) : tensor.byteSize() * 8 / tensor.type().bits();
      }
    }
    return parameters;
  }

  private long inPacking(SafetensorsTensor tensor) throws IOException {
    String name = tensor.name();
    long bits = tensor.byteSize() * Byte.SIZE;
    if (UNPACKERS.matcher(name).matches()) {
      return 0;
    }
    if (name.endsWith(".bitmask")) {
      return bits; // one for each weight, zeros included
    }
    if (WORDS.matcher(name).matches()) {
      long halved = beside(name, ".meta").isPresent() ? 2 : 1; // two of four weights are kept
      Optional<Long> stated = stated(name, bits);
      return stated.isPresent() ? stated.get() : halved * bits / bitsOfWords(tensor);
    }
    if (name.endsWith("_blocks") || isOfBitsAndBytes(tensor)) {
      return bits / 4;
    }
    boolean ofMlx = tensor.type() == Dtype.U32 && beside(name, ".scales").isPresent();
    return bits / (ofMlx ? statedBits().orElse(USUAL_BITS) : tensor.type().bits());
  }

  private Optional<SafetensorsTensor> beside(String name, String suffix) {
    return checkpoint.tensor(name.substring(0, name.lastIndexOf('.')) + suffix);
  }

  /** Two in a byte. */
  private boolean isOfBitsAndBytes(SafetensorsTensor tensor) {
    return tensor.type() == Dtype.U8 && checkpoint.tensor(tensor.name() + ".absmax").isPresent();
  }

  /** What compressed-tensors says of the shape of a matrix, whose rows it fills up. */
  private Optional<Long> stated(String name, long bits) throws IOException {
    Optional<SafetensorsTensor> shape =
        beside(name, ".weight_shape")
            .filter(tensor -> tensor.shape().equals(List.of(2L)))
            .filter(tensor -> tensor.type() == Dtype.I64 || tensor.type() == Dtype.I32);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.limit((int) shape.get().byteSize());
    try (FileChannel channel = FileChannel.open(shape.get().file())) {
      long at = shape.get().offset();
      while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
        // the file may have become shorter, and then is read no further
      }
    }
    boolean longs = shape.get().type() == Dtype.I64;
    double product =
        longs
            ? (double) bytes.getLong(0) * bytes.getLong(8)
            : (double) bytes.getInt(0) * bytes.getInt(4);
    return product > 0 && product <= bits ? Optional.of((long) product) : Optional.empty();
  }

  private long bitsOfWords(SafetensorsTensor tensor) throws JsonException {
    if (tensor.name().endsWith(".weight_packed") && tensor.type() == Dtype.U8) {
      return 4; // NVFP4 and MXFP4
    }
    Optional<Long> stated = statedBits();
    return (stated.isPresent() ? stated : ofFirstGroup()).orElse(USUAL_BITS);
  }

  private Optional<Long> statedBits() throws JsonException {
    if (quantization.isPresent()) {
      for (String key : BITS) {
        Optional<Long> bits = quantization.get().integer(key).filter(ParameterCount::isPossible);
        if (bits.isPresent()) {
          return bits;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Long> ofFirstGroup() throws JsonException {
    Optional<JsonObject> groups =
        quantization.isPresent() ? quantization.get().object("config_groups") : Optional.empty();
    if (groups.isEmpty() || groups.get().keys().isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> group = groups.get().object(groups.get().keys().iterator().next());
    Optional<JsonObject> weights =
        group.isPresent() ? group.get().object("weights") : Optional.empty();
    return weights.isPresent()
        ? weights.get().integer("num_bits").filter(ParameterCount::isPossible)
        : Optional.empty();
  }

  private static boolean isPossible(long bits) {
    return bits >= 1 && bits <= 32;
  }
}
