package io.rank1.cli;

import io.rank1.models.convert.OutputType;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How {@code convert} is to store matrices.
 *
 * @param type the type, or empty for "auto"
 */
record TargetType(Optional<OutputType> type) {

  /** Reads names of types. */
  static final class Converter implements ITypeConverter<TargetType> {

    @Override
    public TargetType convert(String text) {
      if (text.equalsIgnoreCase("auto")) {
        return new TargetType(Optional.empty());
      }
      for (OutputType type : OutputType.values()) {
        if (type.name().equalsIgnoreCase(text)) {
          return new TargetType(Optional.of(type));
        }
      }
      String hint =
          text.toLowerCase(Locale.ROOT).matches("i?q[0-9].*")
              ? ": for that, convert to f16 or bf16 first, and quantize the result by 'rank1 models quantize'"
              : "";
      throw new TypeConversionException(
          "'" + text + "' is not one of auto, f32, f16, bf16, q8_0, q5_0, q4_0" + hint);
    }
  }
}
