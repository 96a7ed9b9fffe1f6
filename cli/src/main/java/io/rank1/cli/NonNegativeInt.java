package io.rank1.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers from 0 on. */
final class NonNegativeInt implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String text) {
    if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE) {
      return Integer.valueOf(text);
    }
    throw new TypeConversionException(
        "'" + text + "' is not a whole number from 0 to " + Integer.MAX_VALUE);
  }
}
