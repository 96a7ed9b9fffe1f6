package io.rank1.cli.models;

import io.rank1.core.gguf.GgufException;
import io.rank1.llama.TokenKind;
import io.rank1.llama.runtime.TokenizedText;
import io.rank1.models.safetensors.SafetensorsException;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.SplitModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Inspects files with mutated headers, as a process whose heap is limited from outside. Prints how
 * many got a report and how many an error; ends with an exception on any other outcome.
 */
final class HeaderFuzz {

  static final int FILES = 10_000;

  /** Besides, those with the largest headers. */
  static final int HEAVY = 2;

  private static final Load LOAD = new Load(512, 2);

  private final ModelInspector inspector =
      new ModelInspector(
          LOAD,
          1L << 40,
          (model, texts) ->
              texts.stream()
                  .map(
                      text ->
                          new TokenizedText(
                              text, List.of(1), List.of(TokenKind.ORDINARY), List.of(text)))
                  .toList());

  private final Random random = new Random(20);
  private int reports;
  private int useless;
  private int errors;

  /** Takes the folder to work in. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    HeaderFuzz fuzz = new HeaderFuzz();
    fuzz.gguf(folder, 3, FILES / 5 * 2);
    fuzz.gguf(folder, 2, FILES / 5);
    fuzz.split(folder, FILES / 10);
    fuzz.safetensors(folder, FILES - FILES / 5 * 3 - FILES / 10);
    fuzz.heavyGguf(folder);
    fuzz.heavySafetensors(folder);
    System.out.println(fuzz.reports + " " + fuzz.useless + " " + fuzz.errors);
  }

  private static Vocabulary vocabulary(Architecture architecture) {
    return ByteLevelBpe.vocabulary(
        architecture, Vocabulary.BosUse.NOT_ADDED, List.of(" true", " false"));
  }

  private static ModelShape shape(Architecture architecture) {
    return new ModelShape(
        architecture, 1, 32, 2, 1, 16, 32, 512, 1e6f, 1e-6f, ModelShape.Output.TIED);
  }

  private static byte[] model(Path folder) throws IOException {
    Path file = folder.resolve("rank1.gguf");
    Architecture architecture = Architecture.QWEN2;
    RandomModel.write(file, shape(architecture), vocabulary(architecture), WeightType.Q8_0, 1);
    return Files.readAllBytes(file);
  }

  private void gguf(Path folder, int version, int count) throws Exception {
    byte[] whole = model(folder);
    little(whole).putInt(4, version);
    Path file = folder.resolve("rank1.gguf");
    int header = whole.length / 2;
    Files.write(file, whole);
    inspect(file);
    if (reports == 0) {
      throw new IllegalStateException("the model as it was written does not run");
    }
    for (int i = 1; i < count; i++) {
      Files.write(file, mutated(whole, header));
      inspect(file);
    }
  }

  /** One of two parts is mutated, and either is named. */
  private void split(Path folder, int count) throws Exception {
    Files.write(folder.resolve("rank1.gguf"), model(folder));
    List<Path> parts = SplitModel.write(folder.resolve("rank1.gguf"), folder, "s", 2);
    for (int i = 0; i < count; i++) {
      Path part = parts.get(random.nextInt(2));
      byte[] whole = Files.readAllBytes(part);
      Files.write(part, mutated(whole, Math.min(whole.length, 2000)));
      inspect(parts.get(random.nextInt(2)));
      Files.write(part, whole);
    }
  }

  private void safetensors(Path folder, int count) throws Exception {
    CheckpointFamily family = CheckpointFamily.QWEN2;
    Vocabulary vocabulary = vocabulary(family.architecture());
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(
            family,
            shape(family.architecture()),
            vocabulary,
            RandomCheckpoint.Weights.F16,
            vocabulary.size(),
            1,
            3)
        .write(checkpoint);
    Path file = checkpoint.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    int header = (int) little(whole).getLong(0) + 8;
    int before = reports;
    inspect(checkpoint);
    if (reports == before) {
      throw new IllegalStateException("the checkpoint as it was written does not run");
    }
    for (int i = 1; i < count; i++) {
      Files.write(file, mutated(whole, header));
      inspect(checkpoint);
    }
  }

  /** The largest header that is read: an array of empty strings, the dearest content. */
  private void heavyGguf(Path folder) throws Exception {
    int strings = (62 << 20) / Long.BYTES;
    ByteBuffer bytes = little(new byte[64 + Long.BYTES * strings]);
    bytes.putInt(0x46554747).putInt(3).putLong(0).putLong(1);
    bytes.putLong(1).put((byte) 'a').putInt(9).putInt(8).putLong(strings);
    Path file = Files.write(folder.resolve("heavy.gguf"), bytes.array());
    bytes = null;
    inspect(file);
    Files.delete(file);
  }

  /** Ten megabytes of JSON, in tensors without elements. */
  private void heavySafetensors(Path folder) throws Exception {
    Path file = folder.resolve("checkpoint/model.safetensors");
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 20_000; i++) {
      json.append(i == 0 ? "\"" : ",\"").append("x".repeat(500)).append(i);
      json.append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    byte[] header = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    json = null;
    byte[] whole =
        Arrays.copyOf(little(new byte[8]).putLong(0, header.length).array(), 8 + header.length);
    System.arraycopy(header, 0, whole, 8, header.length);
    Files.write(file, whole);
    header = null;
    whole = null;
    inspect(file.getParent());
  }

  private void inspect(Path path) throws Exception {
    try {
      Inspection inspection =
          Files.isDirectory(path)
              ? new CheckpointVerdict(LOAD, inspector).inspect(path)
              : inspector.inspect(path);
      String text = new InspectionText(inspection).text();
      String json = new InspectionJson(inspection).json();
      if (text.isEmpty() || json.contains("\n")) {
        throw new IllegalStateException("no report: " + text + json);
      }
      if (inspection.verdict().grade() == Verdict.Grade.DOES_NOT_RUN) {
        useless++;
      } else {
        reports++;
      }
    } catch (GgufException | SafetensorsException e) {
      if (e.getMessage().matches("(?s).*\\p{Cntrl}.*")) {
        throw new IllegalStateException("more than a line", e);
      }
      errors++;
    }
  }

  private byte[] mutated(byte[] whole, int header) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> little(bytes).putLong(random.nextInt(header - 8), huge());
      case 2 -> little(bytes).putInt(random.nextInt(header - 8), (int) huge());
      case 3 -> little(bytes).putLong(random.nextInt(4) * 8, huge());
      case 4 -> {
        int length = random.nextInt(64);
        int from = random.nextInt(header - 64);
        System.arraycopy(whole, from, bytes, random.nextInt(header - 64), length);
      }
      default -> {
        for (int flips = random.nextInt(8); flips >= 0; flips--) {
          bytes[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }

  /** Numbers around the powers of two, and small ones. */
  private long huge() {
    return (1L << random.nextInt(64)) - random.nextInt(3);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
