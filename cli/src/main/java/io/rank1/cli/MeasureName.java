package io.rank1.cli;

import io.rank1.cli.eval.Measure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Measures by the names that ir_measures gives them. */
final class MeasureName implements ITypeConverter<Measure> {

  @Override
  public Measure convert(String text) {
    try {
      return Measure.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
