package io.rank1.llama.abi;

import static io.rank1.llama.abi.QuantizeParam.ALLOW_REQUANTIZE;
import static io.rank1.llama.abi.QuantizeParam.DRY_RUN;
import static io.rank1.llama.abi.QuantizeParam.FTYPE;
import static io.rank1.llama.abi.QuantizeParam.IMATRIX;
import static io.rank1.llama.abi.QuantizeParam.KEEP_SPLIT;
import static io.rank1.llama.abi.QuantizeParam.KV_OVERRIDES;
import static io.rank1.llama.abi.QuantizeParam.MAX_BUF_SIZE;
import static io.rank1.llama.abi.QuantizeParam.NTHREAD;
import static io.rank1.llama.abi.QuantizeParam.ONLY_COPY;
import static io.rank1.llama.abi.QuantizeParam.OUTPUT_TENSOR_TYPE;
import static io.rank1.llama.abi.QuantizeParam.PRUNE_LAYERS;
import static io.rank1.llama.abi.QuantizeParam.PURE;
import static io.rank1.llama.abi.QuantizeParam.QUANTIZE_OUTPUT_TENSOR;
import static io.rank1.llama.abi.QuantizeParam.TOKEN_EMBEDDING_TYPE;
import static io.rank1.llama.abi.QuantizeParam.TT_OVERRIDES;

import java.util.List;

/**
 * {@code llama_model_quantize_params} of the one build known to quantize, read off the library; the
 * names are those of {@code llama.h}. {@code GGML_TYPE_COUNT}, the default of two fields, grows
 * with every type that ggml learns, so that a build with other types is refused too.
 */
public final class QuantizeLayout {

  /** Of the npm packages {@code @node-llama-cpp/*} 3.22.1. */
  public static final StructLayout<QuantizeParam> V0_5_0 =
      StructLayout.of("llama_model_quantize_params", QuantizeParam.class)
          .int32(NTHREAD, 0, 0)
          .int32(FTYPE, 4, 7) // Q8_0
          .int32(OUTPUT_TENSOR_TYPE, 8, 43)
          .int32(TOKEN_EMBEDDING_TYPE, 12, 43)
          .bool(ALLOW_REQUANTIZE, 16, false)
          .bool(QUANTIZE_OUTPUT_TENSOR, 17, true)
          .bool(ONLY_COPY, 18, false)
          .bool(PURE, 19, false)
          .bool(KEEP_SPLIT, 20, false)
          .bool(DRY_RUN, 21, false)
          .pointer(IMATRIX, 24)
          .pointer(KV_OVERRIDES, 32)
          .pointer(TT_OVERRIDES, 40)
          .pointer(PRUNE_LAYERS, 48)
          .int64(MAX_BUF_SIZE, 56, 8L << 30)
          .build();

  private QuantizeLayout() {}

  /**
   * The layout of a loaded library.
   *
   * @param defaults the words that {@code llama_model_quantize_default_params()} returned
   * @throws UnknownLayoutException when it is another; the message lists what differs
   */
  public static StructLayout<QuantizeParam> recognise(long[] defaults)
      throws UnknownLayoutException {
    List<String> wrong = V0_5_0.mismatches(Defaults.ofWords(defaults));
    if (!wrong.isEmpty()) {
      throw new UnknownLayoutException("not 0.5.0: " + String.join(", ", wrong));
    }
    return V0_5_0;
  }
}
