package io.rank1.cli;

import io.rank1.llama.GpuOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many layers are to be offloaded. */
final class GpuLayers implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String value) {
    return switch (value) {
      case "auto" -> GpuOptions.FITTING_LAYERS;
      case "all" -> GpuOptions.ALL_LAYERS;
      default -> number(value);
    };
  }

  private static int number(String value) {
    if (!value.matches("\\d{1,6}")) {
      throw new TypeConversionException("'" + value + "' is neither auto nor all nor a number");
    }
    return Integer.parseInt(value);
  }
}
