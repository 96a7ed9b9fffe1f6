package io.rank1.cli;

import io.rank1.core.cascade.CascadeRule.Band;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code LO,HI}. */
final class ProbabilityBand implements ITypeConverter<Band> {

  @Override
  public Band convert(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 2) {
        return new Band(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (IllegalArgumentException e) { // no numbers, or no probabilities
      throw refused(text);
    }
    throw refused(text);
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'" + text + "' is not two probabilities, the smaller one first: 0.2,0.8");
  }
}
