package io.rank1.models.convert;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the source of every tensor of a model, by the names of Hugging Face's code, and checks
 * types and shapes.
 */
final class TensorPlanner {
  private final Path folder;
  private final Checkpoint checkpoint;
  private final ModelConfig config;
  private final QuantizationConfig quantization;
  private final Optional<OutputType> wanted;
  private final Optional<LoraAdapter> lora;
  private final Map<String, TensorSlot> slots = new HashMap<>(); // by the source's name
  private final SourceTensors sources;
  private final List<String> notes = new ArrayList<>();
  private int merged;

  /**
   * @param wanted the type of matrices, or empty for one that loses nothing
   * @param lora what is merged into them; not with packed layers
   */
  TensorPlanner(
      Path folder,
      Checkpoint checkpoint,
      ModelConfig config,
      QuantizationConfig quantization,
      Optional<OutputType> wanted,
      Optional<LoraAdapter> lora) {
    this.folder = folder;
    this.checkpoint = checkpoint;
    this.sources = new SourceTensors(folder, checkpoint, lora);
    this.lora = lora;
    this.config = config;
    this.quantization = quantization;
    this.wanted = wanted;
  }

  /**
   * All tensors in the order of the checkpoint's files, so that these are read from front to back.
   *
   * @throws ConvertException if a tensor is missing, of another type or shape, or not known to the
   *     architecture
   * @throws IOException if scales of packed layers, which are looked at, cannot be read
   */
  List<TensorSlot> plan() throws IOException {
    long hidden = config.hidden();
    if (quantization == QuantizationConfig.AWQ) { // which has no layout for an embedding
      matrix("model.embed_tokens", "token_embd", config.vocabularySize(), hidden, RowOrdering.NONE);
    } else {
      linear("model.embed_tokens", "token_embd", config.vocabularySize(), hidden, RowOrdering.NONE);
    }
    norm("model.norm", "output_norm", hidden);
    switch (config.head()) {
      case OWN -> linear("lm_head", "output", config.vocabularySize(), hidden, RowOrdering.NONE);
      case TIED -> leaveHeadOut();
      case ONE_LABEL -> classifier();
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      block("model.layers." + layer + ".", "blk." + layer + ".");
    }
    sources.requireNoOthers(config.className());
    if (lora.isPresent()) {
      lora.get().requireNoOthers(config.className());
      notes.addAll(lora.get().notes());
      notes.add(merged + " matrices are merged with the LoRA, and rounded to the type of the file");
    }
    return inOrder();
  }

  /** What may surprise of the plan, one line each. */
  List<String> notes() {
    return notes;
  }

  private void block(String from, String to) throws IOException {
    long hidden = config.hidden();
    long queries = (long) config.heads() * config.headDim();
    long keys = (long) config.kvHeads() * config.headDim();
    RowOrdering rotated = RowOrdering.of(config.architecture().queryAndKeyRows(), config.headDim());
    norm(from + "input_layernorm", to + "attn_norm", hidden);
    linear(from + "self_attn.q_proj", to + "attn_q", queries, hidden, rotated);
    linear(from + "self_attn.k_proj", to + "attn_k", keys, hidden, rotated);
    linear(from + "self_attn.v_proj", to + "attn_v", keys, hidden, RowOrdering.NONE);
    linear(from + "self_attn.o_proj", to + "attn_output", hidden, queries, RowOrdering.NONE);
    bias(from + "self_attn.q_proj.bias", to + "attn_q.bias", queries, rotated);
    bias(from + "self_attn.k_proj.bias", to + "attn_k.bias", keys, rotated);
    bias(from + "self_attn.v_proj.bias", to + "attn_v.bias", keys, RowOrdering.NONE);
    if (config.architecture().normalizesHeads()) {
      norm(from + "self_attn.q_norm", to + "attn_q_norm", config.headDim());
      norm(from + "self_attn.k_norm", to + "attn_k_norm", config.headDim());
    }
    if (config.architecture().biases() == CheckpointArchitecture.Biases.OPTIONAL) {
      bias(from + "self_attn.o_proj.bias", to + "attn_output.bias", hidden, RowOrdering.NONE);
    }
    norm(from + "post_attention_layernorm", to + "ffn_norm", hidden);
    linear(from + "mlp.gate_proj", to + "ffn_gate", config.ffn(), hidden, RowOrdering.NONE);
    linear(from + "mlp.up_proj", to + "ffn_up", config.ffn(), hidden, RowOrdering.NONE);
    linear(from + "mlp.down_proj", to + "ffn_down", hidden, config.ffn(), RowOrdering.NONE);
  }

  private void linear(String from, String to, long out, long in, RowOrdering ordering)
      throws IOException {
    long together = Math.max(8, ordering.group()); // rows that a piece cannot part
    if (4 * together * in > TensorSlot.PIECE_BYTES) {
      throw new ConvertException(
          folder, "tensor " + from + ": " + together + " rows of " + in + " are too large");
    }
    if (quantization == QuantizationConfig.AWQ && sources.has(from + ".qweight")) {
      awq(from, to + ".weight", (int) out, (int) in, ordering);
    } else if (quantization == QuantizationConfig.PACK_QUANTIZED
        && sources.has(from + ".weight_packed")) {
      packed(from, to + ".weight", out, in, ordering);
    } else {
      matrix(from, to, out, in, ordering);
    }
  }

  private void packed(String from, String to, long out, long in, RowOrdering ordering)
      throws IOException {
    PackedLayer layer = PackedLayer.of(checkpoint, from, out, in);
    sources.use(PackedLayer.SUFFIXES.stream().map(from::concat).toList());
    OutputType type = wanted.isPresent() ? wanted.get() : lossless(from, layer);
    add(
        from + ".weight_packed",
        to,
        type,
        List.of(in, out),
        type == OutputType.F32 || PackedMatrix.keeps(layer, type),
        PackedMatrix.source(layer, ordering, type));
  }

  private OutputType lossless(String from, PackedLayer layer) throws IOException {
    if (!Scales.areHalves(layer.scales())) {
      notes.add(from + " becomes F32: it has scales that the blocks of a GGUF file cannot hold");
      return OutputType.F32;
    }
    return layer.zeros().isPresent() ? OutputType.Q5_0 : OutputType.Q4_0;
  }

  /** Whatever a tied head is stored as, transformers ignores it, too. */
  private void leaveHeadOut() {
    List<String> head =
        checkpoint.tensors().keySet().stream().filter(name -> name.startsWith("lm_head.")).toList();
    sources.use(head);
    if (head.stream().anyMatch(name -> !name.equals("lm_head.weight"))) {
      notes.add("lm_head is not the output of this model: its tensors are left out");
    }
  }

  private void awq(String from, String to, int out, int in, RowOrdering ordering)
      throws ConvertException {
    AwqLayer layer =
        AwqLayer.of(
            sources.required(from + ".qweight"),
            sources.required(from + ".qzeros"),
            sources.required(from + ".scales"),
            in,
            out);
    if (ordering.group() % 8 != 0 && ordering.paired()) {
      throw new ConvertException(
          layer.weights().file(), "tensor " + from + ": AWQ with heads of " + ordering.group());
    }
    OutputType type = wanted.orElse(OutputType.Q5_0);
    boolean lossless = type == OutputType.Q5_0 || type == OutputType.Q8_0 || type == OutputType.F32;
    add(
        from + ".qweight",
        to,
        type,
        List.of((long) in, (long) out),
        lossless,
        AwqMatrix.source(layer, ordering, type));
  }

  /** The head becomes the row of token 0 of an output matrix that is zero otherwise. */
  private void classifier() throws ConvertException {
    if (lora.isPresent()) {
      leaveHeadOut(); // the base may have one for tokens
    }
    SafetensorsTensor row = sources.required(ClassifierRow.NAME);
    ClassifierRow.requireOneLabel(row, config.hidden());
    OutputType type = matrixType(row.type());
    List<Long> dims = List.of((long) config.hidden(), (long) config.vocabularySize());
    requireBlocks(row, config.hidden(), type);
    add(
        ClassifierRow.NAME,
        "output.weight",
        type,
        dims,
        isLossless(row.type(), type),
        ClassifierRow.source(row, dims, type));
    notes.add(
        "the head for one label becomes the row of token 0 of the output matrix, and other tokens"
            + " get rows of zeroes: the logit of token 0 is the score, and no text can be written");
  }

  private void matrix(String from, String to, long rows, long length, RowOrdering ordering)
      throws ConvertException {
    SafetensorsTensor tensor = sources.floats(from + ".weight", List.of(rows, length));
    OutputType type = matrixType(tensor.type());
    requireBlocks(tensor, length, type);
    Optional<LoraAdapter.LowRank> low =
        lora.isPresent() ? lora.get().of(from, rows, length) : Optional.empty();
    String name = to + ".weight";
    List<Long> dims = List.of(length, rows);
    if (low.isPresent()) {
      merged++;
      float scale = lora.get().scale();
      PieceSource source = LoraMatrix.source(tensor, low.get(), scale, ordering, type);
      add(from + ".weight", name, type, dims, type == OutputType.F32, source);
    } else {
      boolean lossless = isLossless(tensor.type(), type);
      PieceSource source = PlainMatrix.source(tensor, (int) length, ordering, type);
      add(from + ".weight", name, type, dims, lossless, source);
    }
  }

  private static void requireBlocks(SafetensorsTensor tensor, long length, OutputType type)
      throws ConvertException {
    if (length % type.ggmlType().blockSize() != 0) {
      throw new ConvertException(
          tensor.file(),
          String.format(
              Locale.ROOT,
              "tensor %s: its rows of %d do not divide into the blocks of %s: use another --type",
              tensor.name(),
              length,
              type));
    }
  }

  /** What was asked for; beside packed layers, and without a wish, what the checkpoint has. */
  private OutputType matrixType(Dtype source) {
    boolean besidePacked =
        quantization != QuantizationConfig.NONE
            && (wanted.isEmpty() || wanted.get().ggmlType().blockSize() > 1);
    if (wanted.isPresent() && !besidePacked) {
      return wanted.get();
    }
    return OutputType.valueOf(source.name());
  }

  private static boolean isLossless(Dtype source, OutputType type) {
    return type == OutputType.F32 || source.name().equals(type.name());
  }

  private void norm(String from, String to, long length) throws ConvertException {
    float missing = config.architecture().missingOfNorms();
    vector(from + ".weight", to + ".weight", length, RowOrdering.NONE, missing);
  }

  private void bias(String from, String to, long length, RowOrdering ordering)
      throws ConvertException {
    boolean wantedHere =
        switch (config.architecture().biases()) {
          case NEEDED -> true;
          case OPTIONAL -> sources.has(from);
          case NONE -> false; // one that is there is then unknown
        };
    if (wantedHere) {
      vector(from, to, length, ordering, 0);
    }
  }

  private void vector(String from, String to, long length, RowOrdering ordering, float missing)
      throws ConvertException {
    SafetensorsTensor tensor = sources.floats(from, List.of(length));
    PieceSource source =
        ordering.paired() || missing != 0
            ? shards -> ShortVector.read(shards, tensor, ordering, missing)
            : PlainMatrix.source(tensor, (int) length, ordering, OutputType.F32);
    add(from, to, OutputType.F32, List.of(length), true, source);
  }

  private void add(
      String source,
      String name,
      OutputType type,
      List<Long> dims,
      boolean lossless,
      PieceSource pieces) {
    slots.put(source, new TensorSlot(name, type.ggmlType(), dims, lossless, pieces));
  }

  private List<TensorSlot> inOrder() {
    List<SafetensorsTensor> sources = new ArrayList<>();
    checkpoint
        .files()
        .forEach(
            file -> {
              List<SafetensorsTensor> inFile = new ArrayList<>(file.tensors().values());
              inFile.sort(Comparator.comparingLong(SafetensorsTensor::offset));
              sources.addAll(inFile);
            });
    List<TensorSlot> ordered = new ArrayList<>();
    if (config.rope().scaling() == RopeConfig.Scaling.LLAMA3) {
      ordered.add(ropeDivisors());
    }
    sources.stream().map(source -> slots.get(source.name())).forEach(ordered::add);
    ordered.removeAll(Collections.singleton(null));
    slots.keySet().stream()
        .filter(source -> checkpoint.tensor(source).isEmpty()) // those of a LoRA
        .sorted()
        .map(slots::get)
        .forEach(ordered::add);
    return ordered;
  }

  private TensorSlot ropeDivisors() {
    float[] divisors = config.rope().divisors(config.headDim());
    return new TensorSlot(
        "rope_freqs.weight",
        GgmlType.F32,
        List.of((long) divisors.length),
        true,
        shards -> new ShortVector(divisors));
  }
}
