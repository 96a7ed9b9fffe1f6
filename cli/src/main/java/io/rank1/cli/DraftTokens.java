package io.rank1.cli;

import io.rank1.core.speculate.DraftLength;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code N|auto}. */
final class DraftTokens implements ITypeConverter<DraftLength> {

  @Override
  public DraftLength convert(String text) {
    if (text.equals("auto")) {
      return DraftLength.AUTO;
    }
    try {
      return DraftLength.always(Integer.parseInt(text));
    } catch (IllegalArgumentException e) { // no number among them
      throw new TypeConversionException(
          "'" + text + "' is neither auto nor a number from 1 to " + DraftLength.LIMIT);
    }
  }
}
