package io.rank1.llama.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AbiLayoutTest {

  /** What b4916's default_params functions return, written down a second time as bytes. */
  private static long[] modelDefaults() {
    long[] words = new long[32];
    words[1] = 1L << 32; // n_gpu_layers 0, split_mode 1
    words[7] = 1L << 8; // use_mmap
    return words;
  }

  private static long[] contextDefaults() {
    long[] words = new long[32];
    words[0] = 512 | 2048L << 32;
    words[1] = 512 | 1L << 32;
    words[2] = 4 | 4L << 32;
    words[3] = -1L; // rope_scaling_type, pooling_type
    words[4] = 0xFFFFFFFFL; // attention_type, rope_freq_base
    words[5] = bits(-1f) << 32; // rope_freq_scale, yarn_ext_factor
    words[6] = bits(1f) | bits(32f) << 32;
    words[7] = bits(1f);
    words[8] = bits(-1f); // defrag_thold
    words[11] = 1 | 1L << 32; // type_k, type_v
    words[12] = 1L << 16 | 1L << 32; // offload_kqv, no_perf
    return words;
  }

  /** The same for v0.5.0. */
  private static long[] modernModelDefaults() {
    long[] words = new long[32];
    words[2] = 0xFFFFFFFFL | 1L << 32; // n_gpu_layers -1, split_mode 1
    words[3] = 0xFFFFFFFFL | 1L << 32; // load_mode -1, lazy_mode 1
    words[9] = 1L << 16; // use_extra_bufts
    return words;
  }

  private static long[] modernContextDefaults() {
    long[] words = new long[32];
    words[0] = 512 | 2048L << 32;
    words[1] = 512 | 1L << 32;
    words[3] = 1 | 4L << 32; // n_outputs_max_per_seq, n_threads
    words[4] = 4; // n_threads_batch, ctx_type
    words[5] = -1L; // rope_scaling_type, pooling_type
    words[6] = -1L; // attention_type, flash_attn_type
    words[8] = bits(-1f) | bits(-1f) << 32; // yarn
    words[9] = bits(-1f) | bits(-1f) << 32;
    words[10] = bits(-1f) << 32; // yarn_orig_ctx, defrag_thold
    words[13] = 1 | 1L << 32; // type_k, type_v
    words[16] = 1L << 8 | 1L << 16 | 1L << 24 | 1L << 32; // offload_kqv to swa_full
    return words;
  }

  private static long bits(float value) {
    return Integer.toUnsignedLong(Float.floatToRawIntBits(value));
  }

  private static AbiLayout recognise(long[] model, long[] context) throws UnknownLayoutException {
    return AbiLayout.recognise(CallNames.USUAL, Defaults.ofWords(model), Defaults.ofWords(context));
  }

  /** What ik_llama.cpp's return, from its header. */
  private static long[] ikModelDefaults() {
    long[] words = new long[32];
    words[1] = 0xFFFFFFFFL; // n_gpu_layers, mla
    words[2] = 1; // split_mode, main_gpu
    words[4] = 1 | 1L << 32; // type_k, type_v
    words[5] = 1; // idx_type_k, max_ctx_size
    words[6] = 1 | 512L << 32; // n_seq_max, n_ubatch
    words[7] = 256; // amb, fit_margin
    words[9] = 1 | 1L << 32; // the first and last layers' types
    words[10] = 1 | 1L << 32;
    words[11] = -1L;
    words[12] = -1L;
    words[13] = 400; // extra_output_type
    words[21] = 1L << 8; // use_mmap
    words[22] = 1L << 24; // flash_attn
    return words;
  }

  private static long[] ikContextDefaults() {
    long[] words = new long[32];
    words[0] = 0xFFFFFFFFL | 512L << 32; // seed, n_ctx
    words[1] = 2048 | 512L << 32;
    words[2] = 1 | 4L << 32; // n_seq_max, n_threads
    words[3] = 4 | 256L << 32; // n_threads_batch, max_extra_alloc
    words[4] = 0xFFFFFFFFL << 32; // worst_case_tokens, rope_scaling_type
    words[5] = -1L; // pooling_type, attention_type
    words[7] = bits(-1f) | bits(-1f) << 32; // yarn
    words[8] = bits(-1f) | bits(-1f) << 32;
    words[9] = bits(-1f) << 32; // yarn_orig_ctx, defrag_thold
    words[12] = 1 | 1L << 32; // types
    words[13] = 1 | 1L << 32;
    words[14] = 1 | 1L << 32;
    words[15] = 1 | 1L << 32;
    words[16] = 1 | 0xFFFFFFFFL << 32; // type_v_last, n_k_first
    words[17] = -1L;
    words[18] = 0xFFFFFFFFL | 1L << 48 | 1L << 56; // n_v_last, offload_kqv, flash_attn
    words[19] = 3 | 256L << 32; // mla_attn, attn_max_batch
    words[20] = 1L | 1L << 16 | 1L << 24 | 1L << 40 | 1L << 56; // fused operations, graph_reuse
    words[21] = 0xFFFFFFFFL << 32; // dsa_top_k
    words[22] = 0xFFFFFFFFL; // min_experts
    return words;
  }

  private static AbiLayout ofIk(int modelBytes, int contextBytes) throws UnknownLayoutException {
    return AbiLayout.recognise(
        CallNames.IK,
        new Defaults(ikModelDefaults(), OptionalInt.of(modelBytes)),
        new Defaults(ikContextDefaults(), OptionalInt.of(contextBytes)));
  }

  @Test
  void recognisesIkByItsNamesItsDefaultsAndItsSize() throws UnknownLayoutException {
    assertThat(ofIk(182, 240)).isEqualTo(AbiLayout.IK);
    assertThat(ofIk(184, 240)).isEqualTo(AbiLayout.IK);
  }

  @Test
  void refusesIkWithAPointerMoreOrWhereItsSizeIsNotKnown() {
    assertThatThrownBy(() -> ofIk(184, 248))
        .hasMessageContaining("llama_context_params is not shown to have 240 bytes");
    assertThatThrownBy(() -> ofIk(176, 240))
        .hasMessageContaining("llama_model_params is not shown to have 184 bytes");
    assertThatThrownBy(
            () ->
                AbiLayout.recognise(
                    CallNames.IK,
                    Defaults.ofWords(ikModelDefaults()),
                    Defaults.ofWords(ikContextDefaults())))
        .isInstanceOf(UnknownLayoutException.class);
  }

  @Test
  void refusesIksStructsUnderTheUsualNames() {
    assertThatThrownBy(() -> recognise(ikModelDefaults(), ikContextDefaults()))
        .hasMessageContainingAll("not b4916", "not 0.5.0");
  }

  @Test
  void namesAreToldApartByAFunctionThatOnlyOneHas() {
    assertThat(CallNames.of("llama_tokenize"::equals)).isEqualTo(CallNames.USUAL);
    assertThat(CallNames.of("llama_token_to_piece_vocab"::equals)).isEqualTo(CallNames.IK);
    assertThat(CallNames.IK.of("llama_tokenize")).isEqualTo("llama_vocab_tokenize");
    assertThat(CallNames.IK.of("llama_decode")).isEqualTo("llama_decode");
  }

  @Test
  void recognisesTheEmbeddedBuildByItsDefaults() throws UnknownLayoutException {
    assertThat(recognise(modelDefaults(), contextDefaults())).isEqualTo(AbiLayout.B4916);
  }

  @Test
  void recognisesTheModernBuildByItsDefaults() throws UnknownLayoutException {
    assertThat(recognise(modernModelDefaults(), modernContextDefaults()))
        .isEqualTo(AbiLayout.V0_5_0);
  }

  @Test
  void refusesAModernContextWithAFieldMoreInTheMiddle() {
    long[] moved = modernContextDefaults();
    System.arraycopy(modernContextDefaults(), 5, moved, 6, 20);

    assertThatThrownBy(() -> recognise(modernModelDefaults(), moved))
        .isInstanceOf(UnknownLayoutException.class)
        .hasMessageContainingAll("not b4916", "not 0.5.0", "llama_context_params.");
  }

  @Test
  void refusesStructsOfTwoBuilds() {
    assertThatThrownBy(() -> recognise(modernModelDefaults(), contextDefaults()))
        .isInstanceOf(UnknownLayoutException.class);
  }

  @Test
  void refusesAContextShiftedByOneField() {
    long[] shifted = new long[32];
    long[] right = contextDefaults();
    for (int i = 0; i < 31; i++) { // four bytes inserted at the front
      shifted[i] = right[i] << 32 | (i == 0 ? 0 : right[i - 1] >>> 32);
    }

    assertThatThrownBy(() -> recognise(modelDefaults(), shifted))
        .isInstanceOf(UnknownLayoutException.class)
        .hasMessageContaining("not b4916")
        .hasMessageContaining("llama_context_params.n_ctx@0 is 0, expected 512")
        .hasMessageContaining("more");
  }

  @Test
  void refusesAModelStructOfTheSameSizeWithAnotherDefault() {
    long[] changed = modelDefaults();
    changed[7] = 1; // vocab_only where use_mmap was

    assertThatThrownBy(() -> recognise(changed, contextDefaults()))
        .isInstanceOf(UnknownLayoutException.class)
        .hasMessageContaining("vocab_only@56 is true, expected false")
        .hasMessageContaining("use_mmap@57 is false, expected true");
  }

  @Test
  void setsAFieldWithoutTouchingItsNeighbours() {
    long[] words = contextDefaults();
    AbiLayout.B4916.context().setInt(words, ContextParam.N_BATCH, 77);
    AbiLayout.B4916.context().setInt(words, ContextParam.FLASH_ATTN, 1);
    AbiLayout.B4916.context().setFloat(words, ContextParam.DEFRAG_THOLD, 0.5f);
    AbiLayout.B4916.context().setInt(words, ContextParam.ROPE_SCALING_TYPE, -1);

    assertThat(words[0]).isEqualTo(512 | 77L << 32);
    assertThat(words[12]).isEqualTo(1L << 16 | 1L << 24 | 1L << 32);
    assertThat(words[8]).isEqualTo(bits(0.5f));
    assertThat(words[3]).isEqualTo(-1L);
  }
}
