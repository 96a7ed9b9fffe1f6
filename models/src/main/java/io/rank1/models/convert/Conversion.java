package io.rank1.models.convert;

import io.rank1.core.files.PartFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.core.json.JsonObject;
import io.rank1.models.gguf.GgufWriteException;
import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.gguf.NewGguf;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A checkpoint folder of Hugging Face's that is to become a GGUF file: planned and checked from
 * headers and settings, then written in one pass with bounded memory. Immutable; each call of
 * {@link #write} and {@link #verify} uses threads of its own and ends them.
 */
public final class Conversion {
  /** More would wait for the disk, and take memory. */
  private static final int MAX_THREADS = 8;

  /** What is read beside the weights. */
  private static final List<String> SETTINGS =
      List.of(
          "config.json",
          "generation_config.json",
          VocabularyReader.FILE,
          SentencePieceModel.FILE,
          AddedTokens.CONFIG_FILE,
          AddedTokens.MAP_FILE,
          AddedTokens.ADDED_FILE,
          "chat_template.jinja",
          QuantizationConfig.AWQ_FILE,
          Checkpoint.INDEX_FILE);

  private final Path folder;
  private final String name;
  private final List<Path> weightFiles;
  private final ModelConfig config;
  private final ConvertedVocabulary vocabulary;
  private final QuantizationConfig quantization;
  private final List<TensorSlot> tensors;
  private final List<String> notes;

  private Conversion(
      Path folder,
      String name,
      List<Path> weightFiles,
      ModelConfig config,
      ConvertedVocabulary vocabulary,
      QuantizationConfig quantization,
      List<TensorSlot> tensors,
      List<String> notes) {
    this.folder = folder;
    this.name = name;
    this.weightFiles = List.copyOf(weightFiles);
    this.config = config;
    this.vocabulary = vocabulary;
    this.quantization = quantization;
    this.tensors = List.copyOf(tensors);
    this.notes = List.copyOf(notes);
  }

  /**
   * Reads settings, tokenizer and headers, and plans every tensor. Of packed layers scales are
   * looked at where their type says that they might not fit.
   *
   * @param type of the matrices; empty for one that loses nothing: for packed layers Q5_0, or Q4_0
   *     where they have no zero points, and what the checkpoint has for others
   * @throws IOException if the checkpoint cannot be converted; the message is one line and names
   *     the file
   */
  public static Conversion plan(Path folder, Optional<OutputType> type) throws IOException {
    return plan(folder, type, Optional.empty());
  }

  /**
   * The same with a LoRA that is merged into the weights.
   *
   * @param lora the folder of an adapter as PEFT saves it, made on this checkpoint; its
   *     classification head, if it has one, becomes the model's
   * @throws IOException also if it does not fit, or the checkpoint's weights are packed
   */
  public static Conversion plan(Path folder, Optional<OutputType> type, Optional<Path> lora)
      throws IOException {
    Path file = folder.resolve("config.json");
    if (!Files.isDirectory(folder)) {
      throw new ConvertException(folder, "it is no folder");
    }
    if (!Files.exists(file)) {
      throw new ConvertException(folder, "it has no config.json: is it a checkpoint?");
    }
    JsonObject json = JsonObject.read(file);
    ModelConfig stated = ModelConfig.of(json);
    QuantizationConfig quantization = QuantizationConfig.of(folder, json);
    Checkpoint checkpoint = Checkpoint.read(folder);
    List<String> notes = new ArrayList<>();
    ModelConfig.window(json, stated).ifPresent(notes::add);
    ModelConfig rows = withAllRows(stated, checkpoint, notes);
    Optional<LoraAdapter> adapter =
        lora.isPresent() ? adapter(lora.get(), folder, quantization) : Optional.empty();
    ModelConfig config = adapter.isPresent() ? withHead(rows, adapter.get()) : rows;
    TensorPlanner planner =
        new TensorPlanner(folder, checkpoint, config, quantization, type, adapter);
    List<TensorSlot> tensors = planner.plan();
    notes.addAll(planner.notes());
    ConvertedVocabulary vocabulary = VocabularyReader.read(folder, json, config.vocabularySize());
    List<Path> files =
        new ArrayList<>(checkpoint.files().stream().map(SafetensorsFile::path).toList());
    adapter.ifPresent(a -> files.addAll(a.files()));
    notes.addAll(vocabulary.notes());
    String name = ModelName.of(lora.orElse(folder));
    return new Conversion(folder, name, files, config, vocabulary, quantization, tensors, notes);
  }

  private static Optional<LoraAdapter> adapter(
      Path lora, Path folder, QuantizationConfig quantization) throws IOException {
    if (quantization != QuantizationConfig.NONE) {
      throw new ConvertException(
          folder, "its weights are packed: a LoRA is merged into the checkpoint before packing");
    }
    if (!Files.isDirectory(lora)) {
      throw new ConvertException(lora, "it is no folder");
    }
    return Optional.of(LoraAdapter.read(lora));
  }

  /** The head that an adapter brings is the model's, whatever its base was trained for. */
  private static ModelConfig withHead(ModelConfig config, LoraAdapter lora)
      throws ConvertException {
    boolean tied = config.head() == OutputHead.TIED;
    if (lora.saves(ClassifierRow.NAME)) {
      if (!config.architecture().canHave(OutputHead.ONE_LABEL)) {
        throw new ConvertException(
            lora.folder(),
            "it brings a classification head, and llama.cpp takes the embedding of this architecture"
                + " for its output");
      }
      return config.withOneLabel();
    }
    if (tied && lora.saves(EmbeddingRows.NAME)) {
      throw new ConvertException(
          lora.folder(),
          "it brings an embedding, and in the base that is the output matrix, too: which of both is"
              + " meant is not known");
    }
    return config;
  }

  private static ModelConfig withAllRows(
      ModelConfig config, Checkpoint checkpoint, List<String> notes) {
    long stated = config.vocabularySize();
    long rows = EmbeddingRows.of(checkpoint, stated);
    if (rows == stated || rows > ModelConfig.MAX_ROWS) {
      return config;
    }
    notes.add(
        String.format(
            Locale.ROOT,
            "config.json says that vocab_size is %d, and the embedding has %d rows: all are taken, and"
                + " those without a token get an unused one",
            stated,
            rows));
    return config.withVocabularySize((int) rows);
  }

  /** What may surprise of this conversion, one line each. */
  public List<String> notes() {
    return notes;
  }

  /** Whether the checkpoint's weights are packed. */
  public boolean isPacked() {
    return quantization != QuantizationConfig.NONE;
  }

  /** What stands behind the decoder. */
  public OutputHead head() {
    return config.head();
  }

  /** Tokens of context that the file states. */
  public int contextLength() {
    return config.contextLength();
  }

  /** Whether every weight arrives unchanged. */
  public boolean isLossless() {
    return tensors.stream().allMatch(TensorSlot::lossless);
  }

  /**
   * Whether a file is one of the checkpoint's, under this name or another.
   *
   * @throws IOException if a file cannot be looked at
   */
  public boolean reads(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    for (Path input :
        Stream.concat(SETTINGS.stream().map(folder::resolve), weightFiles.stream()).toList()) {
      if (Files.exists(input) && Files.isSameFile(input, file)) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of all tensors of the file to write. */
  public long bytes() {
    return tensors.stream().mapToLong(t -> GgufTensor.byteSize(t.type(), t.dims())).sum();
  }

  /** How many weights there are. */
  public long weights() {
    return tensors.stream().mapToLong(t -> t.rows() * t.rowLength()).sum();
  }

  /** The type of most weights. */
  public OutputType type() {
    long most = -1;
    OutputType type = OutputType.F32;
    for (OutputType candidate : OutputType.values()) {
      long weights =
          tensors.stream()
              .filter(t -> t.type() == candidate.ggmlType())
              .mapToLong(t -> t.rows() * t.rowLength())
              .sum();
      if (weights > most) {
        most = weights;
        type = candidate;
      }
    }
    return type;
  }

  /**
   * Looks at a file that is written and on the disk, before it gets its name: after an exception it
   * does not.
   */
  @FunctionalInterface
  public interface Check {
    /**
     * @param file what was written, before it is completed
     * @throws IOException if it should not stay
     */
    void check(NewGguf file) throws IOException;
  }

  /**
   * Writes the file under another name, and moves it into place when it is on the disk and a check
   * of it has passed; one that is there is replaced. After an exception nothing is left behind, and
   * one that was there still is. The same checkpoint gives the same bytes.
   *
   * @param progress is told, on the calling thread, how many bytes of {@link #bytes} are written
   * @param check may call {@link #verify}; runs on the calling thread
   * @throws GgufWriteException if the file cannot be written
   * @throws java.io.InterruptedIOException if the calling thread is interrupted
   * @throws IOException if the checkpoint cannot be read, if a weight does not fit the type, or of
   *     the check
   */
  public void write(Path out, LongConsumer progress, Check check) throws IOException {
    try (NewGguf file = NewGguf.create(out, PartFile.Durability.BEFORE_THE_NAME)) {
      write(file, progress);
      file.force();
      check.check(file);
      file.complete();
    }
  }

  private void write(NewGguf file, LongConsumer progress) throws IOException {
    try (ShardChannels shards = new ShardChannels();
        SourceReader sources = new SourceReader(tensors, shards);
        PieceStream<Void> stream = new PieceStream<>(sources, threads(), new Encoding())) {
      GgufWriter writer = new HeaderPlan(config, vocabulary).writer(name, weights(), type());
      Written written = new Written(progress);
      for (TensorSlot tensor : tensors) {
        writer.tensor(
            tensor.name(),
            tensor.type(),
            tensor.dims(),
            channel -> stream.take((none, bytes) -> written.add(channel.write(bytes))));
      }
      writer.write(file);
    }
  }

  /** Makes the bytes of the file to write. */
  private static final class Encoding implements PieceStream.Work<Void> {
    @Override
    public int count(TensorSlot slot, Pieces pieces) {
      return pieces.count();
    }

    @Override
    public Void run(TensorSlot slot, Pieces pieces, int piece, ByteBuffer out, ByteBuffer scratch)
        throws IOException {
      pieces.encode(piece, out, scratch);
      return null;
    }
  }

  private static int threads() {
    return Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /** Counts bytes. */
  private static final class Written {
    private final LongConsumer progress;
    private long bytes;

    Written(LongConsumer progress) {
      this.progress = progress;
    }

    void add(int more) {
      bytes += more;
      progress.accept(bytes);
    }
  }

  /**
   * Reads a written file again and compares every weight with the checkpoint's.
   *
   * @param file what {@link #write} hands to its check
   * @param progress is told, on the calling thread, how many weights of {@link #weights} are
   *     compared
   * @throws IOException if one of both cannot be read, or the file is not of this conversion
   */
  public Comparison verify(NewGguf file, LongConsumer progress) throws IOException {
    try (ShardChannels shards = new ShardChannels();
        SourceReader sources = new SourceReader(tensors, shards)) {
      return new Verifier(file, tensors).run(sources, threads(), progress);
    }
  }
}
