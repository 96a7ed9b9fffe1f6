package io.rank1.llama;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.llama.abi.QuantizeLayout;
import io.rank1.llama.abi.QuantizeParam;
import io.rank1.llama.abi.StructLayout;
import io.rank1.llama.abi.UnknownLayoutException;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.raw.ParamsStruct;
import io.rank1.llama.raw.QuantizeApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantizes models by llama.cpp's own {@code llama_model_quantize}. Not for use in parallel. */
public final class LlamaQuantizer {

  /** What may be quantized. */
  public enum Source {
    /** Models in F32, F16 or BF16. */
    UNQUANTIZED,
    /** Quantized ones too, at the cost of rounding twice. */
    ANY
  }

  private static final String FUNCTION = "llama_model_quantize";

  private static final Set<GgmlType> UNQUANTIZED =
      EnumSet.of(GgmlType.F32, GgmlType.F16, GgmlType.BF16);

  /** How llama.cpp begins the line of a tensor: its number and how many there are. */
  private static final Pattern TENSOR = Pattern.compile("\\[ *(\\d+)/ *(\\d+)] .*");

  private final LlamaRuntime runtime;
  private final StructLayout<QuantizeParam> layout;

  /**
   * @throws RuntimeUnusableException when the library cannot quantize, or takes parameters in a
   *     layout that is not known
   */
  public LlamaQuantizer(LlamaRuntime runtime) {
    this.runtime = runtime;
    NativeLibrary library = LibraryLoader.open(runtime.library());
    try {
      library.getFunction(FUNCTION);
      Native.register(QuantizeApi.class, library);
    } catch (UnsatisfiedLinkError e) {
      throw new RuntimeUnusableException(
          "the "
              + runtime.description()
              + " cannot quantize; install a newer one by 'rank1 runtime install cpu', and name it"
              + " by --runtime cpu",
          e);
    }
    try {
      this.layout = QuantizeLayout.recognise(defaults().words);
    } catch (UnknownLayoutException e) {
      throw new RuntimeUnusableException(
          runtime.library() + ": unknown layout of the parameters to quantize: " + e.getMessage(),
          e);
    }
  }

  private static ParamsStruct defaults() {
    ParamsStruct params = QuantizeApi.llama_model_quantize_default_params();
    params.read();
    return params;
  }

  /**
   * Writes a quantized copy and checks that it is a whole model: llama.cpp does not notice a full
   * disk.
   *
   * @param in the model, or any part of a split one
   * @param out the file to write, replaced if it is there; after an exception it may be there, and
   *     is not whole
   * @param threads how many compute
   * @param progress told of every tensor as "12/339", on the calling thread
   * @throws ModelUnusableException when the model cannot be quantized
   */
  public void quantize(
      Path in, Path out, QuantizeType type, Source source, int threads, Consumer<String> progress) {
    ModelSummary model = ModelCheck.check(in);
    runtime.requireKnows(model);
    Path head = model.path();
    if (source == Source.UNQUANTIZED) {
      requireUnquantized(head);
    }
    ParamsStruct params = defaults();
    layout.setInt(params.words, QuantizeParam.NTHREAD, threads);
    layout.setInt(params.words, QuantizeParam.FTYPE, type.id());
    layout.setInt(
        params.words, QuantizeParam.ALLOW_REQUANTIZE, source == Source.UNQUANTIZED ? 0 : 1);
    params.write();
    runtime.log().takeErrors();
    int code =
        runtime
            .log()
            .listen(
                line -> tell(line, progress),
                () ->
                    QuantizeApi.llama_model_quantize(
                        LlamaModel.cString(head.toString()),
                        LlamaModel.cString(out.toString()),
                        params.getPointer()));
    if (code != 0) {
      throw new ModelUnusableException(
          head + ": llama.cpp cannot quantize it: " + runtime.log().takeErrors());
    }
    requireWhole(out);
  }

  private static void tell(String line, Consumer<String> progress) {
    Matcher matcher = TENSOR.matcher(line);
    if (matcher.matches()) {
      progress.accept(matcher.group(1) + "/" + matcher.group(2));
    }
  }

  private static void requireUnquantized(Path model) {
    try {
      for (GgufTensor tensor : GgufModel.read(model).tensors().values()) {
        if (!UNQUANTIZED.contains(tensor.type())) {
          throw new ModelUnusableException(
              model
                  + ": it is quantized already (tensor "
                  + tensor.name()
                  + " is "
                  + tensor.type()
                  + "), and would be rounded twice; take it in F16 or BF16, or add --requantize");
        }
      }
    } catch (IOException e) {
      throw new ModelUnusableException(model + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireWhole(Path out) {
    try {
      ModelCheck.check(out);
    } catch (ModelUnusableException e) {
      throw new ModelUnusableException(
          "what llama.cpp wrote is no whole model; is the disk full? " + e.getMessage(), e);
    }
  }
}
