package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.demo.DemoModel;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ModelsVerifyCommandTest extends WithHubStub {

  @Test
  void verifiesAFile() throws IOException {
    byte[] bytes = Files.readAllBytes(DemoModel.file());
    Path model = Files.write(dir.resolve("m.gguf"), bytes);
    String hash = HubStub.sha256(bytes);

    Cli.Outcome alone = run("models", "verify", model);
    assertThat(alone.code()).isZero();
    assertThat(alone.err()).isEmpty();
    assertThat(alone.out().lines())
        .hasSize(5)
        .startsWith(
            "warning  hash       SHA-256 "
                + hash
                + "; nothing here says what it should be: give that by --sha256");
    assertThat(alone.out())
        .contains(
            "ok       structure  GGUF version 3, 62 tensors",
            "ok       numbers    all scales and weights are finite",
            "ok       rank1      qwen2, 3889 tokens",
            "ok       markers    <think> is token 3887, CONTROL; </think> is token 3888, CONTROL");
    assertThat(run("models", "verify", model, "--sha256", hash.toUpperCase(Locale.ROOT)).out())
        .startsWith("ok       hash       SHA-256 " + hash + ", as given\n");

    Cli.Outcome other = run("models", "verify", model, "--sha256", "0".repeat(64));
    assertThat(other.code()).isEqualTo(4);
    assertThat(other.out()).startsWith("failure  hash       SHA-256 " + hash + ", and 00");

    Files.writeString(dir.resolve("m.gguf.sha256"), hash + " *m.gguf\n");
    assertThat(run("models", "verify", model).out()).contains(", as in m.gguf.sha256\n");
    Files.writeString(dir.resolve("m.gguf.sha256"), hash + "  other.gguf\n");
    assertOneLine(run("models", "verify", model), 2, "no line with the SHA-256 of m.gguf");
    Files.delete(dir.resolve("m.gguf.sha256"));

    Files.write(model, Arrays.copyOf(bytes, bytes.length - 100));
    Cli.Outcome cut = run("models", "verify", model);
    assertThat(cut.code()).isEqualTo(4);
    assertThat(cut.out()).contains("failure  structure", "is it cut off?");
  }

  @Test
  void verifiesAgainstTheNameInTheCache() throws IOException {
    byte[] bytes = Files.readAllBytes(DemoModel.file());
    hub.files.put(GGUF, bytes);
    run("models", "pull", "rank1-7b:Q4_K_M");
    Cli.Outcome outcome = run("models", "verify", "rank1-7b:Q4_K_M");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains(", as by its name in the cache\n");

    bytes[bytes.length / 2] ^= 1;
    Files.write(pulled(), bytes);
    assertThat(run("models", "verify", "rank1-7b:Q4_K_M").code()).isEqualTo(4);
  }

  @Test
  void aFileThatIsNoModelHasItsHashOnly() throws IOException {
    Path file = Files.write(dir.resolve("x.bin"), CONTENT);
    Cli.Outcome outcome = run("models", "verify", file, "--sha256", HubStub.sha256(CONTENT));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines())
        .containsExactly(
            "ok       hash       SHA-256 " + HubStub.sha256(CONTENT) + ", as given",
            "warning  structure  it is no GGUF file and no safetensors file; only its hash can be"
                + " checked");
  }

  @Test
  void verifiesAPartOfACheckpoint() throws IOException {
    Path file = dir.resolve("model.safetensors");
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    writeTensor(file, Dtype.BF16, data);
    assertThat(run("models", "verify", file).out())
        .contains(
            "ok       structure  safetensors, 1 tensors that fill the file without holes",
            "ok       numbers    all scales and weights are finite\n");
    data.putShort(4, (short) 0x7f80);
    writeTensor(file, Dtype.BF16, data);
    Cli.Outcome infinite = run("models", "verify", file);
    assertThat(infinite.code()).isEqualTo(4);
    assertThat(infinite.out())
        .contains("failure  numbers    w has infinities or NaNs in 1 numbers, the first of them")
        .contains("number 2; fetch or convert it again");
    writeTensor(file, Dtype.F8_E4M3, data);
    assertThat(run("models", "verify", file).out())
        .contains("finite, but for 1 tensors in F8_E4M3, not looked into");

    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Cli.Outcome cut = run("models", "verify", file);
    assertThat(cut.code()).isEqualTo(4);
    assertThat(cut.out()).contains("failure  structure", "is it cut off?; fetch or convert");
  }

  private static void writeTensor(Path file, Dtype type, ByteBuffer data) throws IOException {
    long numbers = data.capacity() * 8L / type.bits();
    new SafetensorsWriter()
        .tensor("w", type, List.of(numbers), out -> out.write(data.duplicate().rewind()))
        .write(file);
  }
}
