package io.rank1.cli;

import io.rank1.llama.QuantizeType;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads names of quantizations. */
final class QuantizeTarget implements ITypeConverter<QuantizeType> {

  @Override
  public QuantizeType convert(String text) {
    return QuantizeType.of(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is not one of "
                        + String.join(", ", QuantizeType.names())
                        + (needsMatrix(text)
                            ? "; it needs an importance matrix, which rank1 does not make"
                            : "")));
  }

  private static boolean needsMatrix(String text) {
    return text.toLowerCase(Locale.ROOT).matches("iq[123]_.*|q2_k_s");
  }
}
