package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.llama.abi.AbiLayout;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.raw.LlamaApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A model's weights and vocabulary in memory. Owns {@code llama_model}; contexts borrow it and must
 * be closed first. Safe for use by several threads: closing waits for calls that are under way.
 */
public final class LlamaModel implements AutoCloseable {

  private final Path file;
  private final LlamaRuntime runtime;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final LlamaVocabulary vocabulary;
  private Pointer handle; // guarded by lock; null when closed
  private int contexts; // guarded by the write lock

  private LlamaModel(Path file, LlamaRuntime runtime, Pointer handle) {
    this.file = file;
    this.runtime = runtime;
    this.handle = handle;
    this.vocabulary = new LlamaVocabulary(this, handle, attributed(handle));
  }

  /**
   * Loads a model. The file must have passed {@code ModelCheck}: llama.cpp ends the process on some
   * files that it does not like.
   *
   * @throws ModelUnusableException when llama.cpp refuses the file, with its words
   */
  public static LlamaModel load(LlamaRuntime runtime, Path file, Offload offload) {
    try (ModelParams params = new ModelParams(runtime.layout(), offload)) {
      return load(runtime, file, params);
    }
  }

  /**
   * Loads the vocabulary alone; no context can be made of it. The file must have passed {@code
   * ModelCheck}.
   *
   * @throws ModelUnusableException when llama.cpp refuses the file, with its words
   */
  public static LlamaModel loadVocabulary(LlamaRuntime runtime, Path file) {
    try (ModelParams params = new ModelParams(runtime.layout(), Offload.NONE)) {
      params.loadVocabularyOnly(runtime.layout());
      return load(runtime, file, params);
    }
  }

  private static LlamaModel load(LlamaRuntime runtime, Path file, ModelParams params) {
    runtime.log().takeErrors(); // older ones are none of this model's
    Pointer handle = LlamaApi.llama_model_load_from_file(cString(file.toString()), params.struct());
    if (handle == null) {
      throw new ModelUnusableException(
          file + ": llama.cpp cannot load it: " + runtime.log().takeErrors() + newer(runtime));
    }
    return new LlamaModel(file, runtime, handle);
  }

  /** What token attributes are asked of: the vocabulary, or the model in builds of older names. */
  private Pointer attributed(Pointer model) {
    return runtime.layout().names().asksModelForAttributes()
        ? model
        : LlamaApi.llama_model_get_vocab(model);
  }

  /** The embedded library is an early one, which knows fewer forms of headers. */
  private static String newer(LlamaRuntime runtime) {
    return runtime.layout() == AbiLayout.B4916
        ? "; a newer llama.cpp than the embedded one may"
        : "";
  }

  /** A text as C takes it. */
  static byte[] cString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(utf8, utf8.length + 1);
  }

  /** The file that the model was loaded from. */
  public Path file() {
    return file;
  }

  public LlamaVocabulary vocabulary() {
    return vocabulary;
  }

  LlamaRuntime runtime() {
    return runtime;
  }

  /**
   * Makes a call during which the model stays open.
   *
   * @throws IllegalStateException when it is closed
   */
  <T> T whileOpen(Supplier<T> call) {
    lock.readLock().lock();
    try {
      if (handle == null) {
        throw new IllegalStateException("the model is closed: " + file);
      }
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether a KV cache holds a sequence's first tokens, however long it grows. */
  boolean keepsBeginnings() {
    return whileOpen(() -> runtime.kv().keepsBeginnings(handle));
  }

  /** Decoder blocks. */
  int layers() {
    return whileOpen(() -> LlamaApi.llama_model_n_layer(handle));
  }

  /** Lends the handle to a context. */
  Pointer borrow() {
    lock.writeLock().lock();
    try {
      if (handle == null) {
        throw new IllegalStateException("the model is closed: " + file);
      }
      contexts++;
      return handle;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Takes the handle back from a context that is gone. */
  void giveBack() {
    lock.writeLock().lock();
    try {
      contexts--;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Frees the model. Closing again does nothing.
   *
   * @throws IllegalStateException when a context still uses it
   */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (contexts > 0) {
        throw new IllegalStateException(contexts + " contexts still use the model " + file);
      }
      if (handle != null) {
        LlamaApi.llama_model_free(handle);
        handle = null;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
