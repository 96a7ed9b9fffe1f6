package io.rank1.llama;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.rank1.llama.abi.AbiLayout;
import io.rank1.llama.abi.ModelParam;
import io.rank1.llama.abi.StructLayout;
import io.rank1.llama.raw.ParamsStruct;
import java.util.List;

/**
 * {@code llama_model_params} for an offload, and the arrays that it points to. To be held until the
 * model is loaded.
 */
final class ModelParams implements AutoCloseable {

  /** More than {@code llama_max_devices()} of any build; llama.cpp reads as many shares. */
  private static final int MOST_DEVICES = 256;

  private final ParamsStruct struct = LibraryLoader.modelDefaults();
  private final Memory devices;
  private final Memory shares = new Memory((long) MOST_DEVICES * Float.BYTES);

  ModelParams(AbiLayout abi, Offload offload) {
    devices = new Memory((offload.devices().size() + 1L) * Native.POINTER_SIZE);
    devices.clear();
    shares.clear();
    fill(devices, offload.devices());
    StructLayout<ModelParam> layout = abi.model();
    long[] words = struct.words;
    layout.setInt(words, ModelParam.N_GPU_LAYERS, offload.layers());
    if (layout.has(ModelParam.DEVICES)) {
      // Also an empty list: without one, llama.cpp uses a GPU for large products all the same.
      layout.setAddress(words, ModelParam.DEVICES, Pointer.nativeValue(devices));
    }
    if (offload.isUsed()) {
      layout.setInt(words, ModelParam.SPLIT_MODE, offload.splitMode().ordinal());
      layout.setInt(words, ModelParam.MAIN_GPU, offload.mainGpu());
    }
    if (!offload.tensorSplit().isEmpty()) {
      fillShares(offload.tensorSplit());
      layout.setAddress(words, ModelParam.TENSOR_SPLIT, Pointer.nativeValue(shares));
    }
  }

  /** Leaves the weights where they are. */
  void loadVocabularyOnly(AbiLayout abi) {
    abi.model().setInt(struct.words, ModelParam.VOCAB_ONLY, 1);
  }

  private static void fill(Memory array, List<Device> devices) {
    for (int i = 0; i < devices.size(); i++) {
      array.setPointer((long) i * Native.POINTER_SIZE, devices.get(i).handle());
    }
  }

  private void fillShares(List<Float> split) {
    for (int i = 0; i < split.size(); i++) {
      shares.setFloat((long) i * Float.BYTES, split.get(i));
    }
  }

  /** The struct; valid until this is closed. */
  ParamsStruct struct() {
    return struct;
  }

  @Override
  public void close() {
    devices.close();
    shares.close();
  }
}
