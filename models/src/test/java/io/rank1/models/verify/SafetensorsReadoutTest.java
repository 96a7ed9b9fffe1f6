package io.rank1.models.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsReadoutTest {

  private static final Set<Dtype> READ =
      Set.of(Dtype.F16, Dtype.BF16, Dtype.F32, Dtype.F64, Dtype.C64);

  @TempDir Path dir;

  private Path write(Dtype type, byte[] data) throws IOException {
    Path file = dir.resolve("x.safetensors");
    long numbers = data.length * 8L / type.bits();
    new SafetensorsWriter()
        .tensor("a", Dtype.U8, List.of(3L), out -> out.write(ByteBuffer.wrap(ones(3))))
        .tensor("empty", type, List.of(0L), out -> {})
        .tensor("t", type, List.of(numbers), out -> out.write(ByteBuffer.wrap(data)))
        .tensor("z", Dtype.I64, List.of(2L), out -> out.write(ByteBuffer.wrap(ones(16))))
        .write(file);
    return file;
  }

  private static byte[] ones(int count) {
    byte[] ones = new byte[count];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  private static List<TensorFault> faults(Path file) throws IOException {
    ScanPlan plan = ScanPlan.of(SafetensorsFile.read(file));
    return FileReadout.of(file, Optional.empty(), plan, n -> {}).faults();
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 7c00, 7bff",
    "BF16, ff80, ff7f",
    "F32, 7f800000, 7f7fffff",
    "F64, 7ff8000000000000, 7fefffffffffffff",
    "C64, 7f80000000000000, 7f7fffff7f7fffff",
    "C64, 000000007fc00000, 000000007f7fffff"
  })
  void findsNumbersThatAreNotFinite(Dtype type, String bad, String good) throws IOException {
    int width = type.bits() / 8;
    ByteBuffer data = ByteBuffer.allocate(40 * width).order(ByteOrder.LITTLE_ENDIAN);
    for (String word : List.of(good, bad)) {
      long bits = Long.parseUnsignedLong(word, 16);
      for (int i = 0; i < width; i++) {
        data.put(7 * width + i, (byte) (bits >>> (8 * i)));
        data.put(39 * width + i, (byte) (bits >>> (8 * i)));
      }
      assertThat(faults(write(type, data.array())))
          .isEqualTo(word.equals(bad) ? List.of(new TensorFault("t", 2, 7)) : List.of());
    }
  }

  /** Whole numbers are always finite; floats of 8 bits and fewer are counted as not looked into. */
  @ParameterizedTest
  @EnumSource(Dtype.class)
  void knowsEveryType(Dtype type) throws IOException {
    Path file = write(type, ones(24));
    assertThat(faults(file)).hasSize(READ.contains(type) ? 1 : 0);
    ScanPlan plan = ScanPlan.of(SafetensorsFile.read(file));
    boolean closed = type.name().startsWith("F") && !READ.contains(type);
    assertThat(plan.closed()).isEqualTo(closed ? 2 : 0); // the empty one and the other
    assertThat(plan.closedTypes()).isEqualTo(closed ? List.of(type.name()) : List.of());
  }

  @Test
  void aFileOfNoKnownFormatIsHashedOnly() throws IOException {
    Path file = write(Dtype.F32, ones(8));
    assertThat(FileReadout.of(file, Optional.empty(), ScanPlan.none(), n -> {}).faults()).isEmpty();
  }
}
