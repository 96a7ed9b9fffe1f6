package io.rank1.cli;

import io.rank1.core.pair.Thinking.EarlyExit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code EPS[,RUNS[,TOKENS]]}. */
final class EarlyExitRule implements ITypeConverter<EarlyExit> {

  private static final int DEFAULT_RUNS = 2;

  @Override
  public EarlyExit convert(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length <= 3) {
        return new EarlyExit(
            Double.parseDouble(parts[0]),
            parts.length > 1 ? Integer.parseInt(parts[1]) : DEFAULT_RUNS,
            parts.length > 2 ? Integer.parseInt(parts[2]) : EarlyExit.EVERY_TOKENS);
      }
    } catch (NumberFormatException e) {
      throw refused(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
    throw refused(text);
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'" + text + "' is not a number, and after commas looks in a row and tokens: 0.05,2,40");
  }
}
