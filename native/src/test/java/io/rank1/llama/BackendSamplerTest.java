package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.rank1.llama.abi.ContextParam;
import io.rank1.llama.abi.StructLayout;
import io.rank1.llama.raw.LlamaApi;
import io.rank1.llama.raw.ParamsStruct;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether the tokens of samplers that run in the backend ({@code llama_set_sampler}) are those of
 * the arg-max over all logits on the host. The engine takes the latter; the former would spare a
 * GPU the copy of all logits (docs/PERFORMANCE.md).
 */
@Tag("llama")
class BackendSamplerTest {

  private static final int STEPS = 1000;
  private static final int CANDIDATES = 8;

  /** {@code llama.h}; a struct of one {@code bool} is passed as the byte that it is. */
  private static final class SamplerApi {
    static native Pointer llama_sampler_chain_init(byte noPerf);

    static native void llama_sampler_chain_add(Pointer chain, Pointer sampler);

    static native Pointer llama_sampler_init_top_k(int k);

    static native byte llama_set_sampler(Pointer context, int sequence, Pointer sampler);

    static native Pointer llama_get_sampled_logits_ith(Pointer context, int output);

    static native int llama_get_sampled_logits_count_ith(Pointer context, int output);

    static native Pointer llama_get_sampled_candidates_ith(Pointer context, int output);

    static native void llama_sampler_free(Pointer sampler);
  }

  @TempDir Path folder;

  @Test
  void tokensEqualTheArgMaxOfTheHost() throws IOException {
    assumeThat(TestRuntime.isModern()).isTrue();
    LlamaRuntime runtime = TestRuntime.get();
    Native.register(SamplerApi.class, NativeLibrary.getInstance(runtime.library().toString()));
    LlamaModel model = Fixtures.load(Fixtures.randomQwen2(folder));
    Pointer borrowed = model.borrow();
    Pointer plain = LlamaApi.llama_init_from_model(borrowed, params(runtime));
    Pointer sampled = LlamaApi.llama_init_from_model(borrowed, params(runtime));
    Pointer chain = SamplerApi.llama_sampler_chain_init((byte) 1);
    SamplerApi.llama_sampler_chain_add(chain, SamplerApi.llama_sampler_init_top_k(CANDIDATES));
    try (LlamaBatch batch = new LlamaBatch(1, 1)) {
      assertThat(SamplerApi.llama_set_sampler(sampled, 0, chain)).isEqualTo((byte) 1);
      int size = model.vocabulary().size();
      int token = 1;
      int different = 0;
      for (int step = 0; step < STEPS; step++) {
        batch.clear();
        batch.add(token, step, 0, true);
        assertThat(LlamaApi.llama_decode(plain, batch.struct())).isZero();
        assertThat(LlamaApi.llama_decode(sampled, batch.struct())).isZero();
        int expected = ArgMax.of(LlamaApi.llama_get_logits(plain).getIntArray(0, size), size);
        different += best(sampled) == expected ? 0 : 1;
        token = (expected * 31 + step) % size; // a greedy chain would soon repeat itself
      }
      assertThat(different).isZero();
    } finally {
      LlamaApi.llama_free(sampled);
      LlamaApi.llama_free(plain);
      SamplerApi.llama_sampler_free(chain);
      model.giveBack();
      model.close();
    }
  }

  private static int best(Pointer context) {
    int count = SamplerApi.llama_get_sampled_logits_count_ith(context, 0);
    assertThat(count).isEqualTo(CANDIDATES);
    int[] logits = SamplerApi.llama_get_sampled_logits_ith(context, 0).getIntArray(0, count);
    int[] candidates =
        SamplerApi.llama_get_sampled_candidates_ith(context, 0).getIntArray(0, count);
    return candidates[ArgMax.of(logits, count)];
  }

  private static ParamsStruct params(LlamaRuntime runtime) {
    ParamsStruct params = LibraryLoader.contextDefaults();
    StructLayout<ContextParam> layout = runtime.layout().context();
    layout.setInt(params.words, ContextParam.N_CTX, 1024);
    layout.setInt(params.words, ContextParam.N_BATCH, 64);
    layout.setInt(params.words, ContextParam.N_THREADS, Fixtures.THREADS);
    return params;
  }
}
