package io.rank1.llama;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The mixes of types that llama.cpp quantizes a model to without an importance matrix, by the names
 * that file names have; ids of {@code llama_ftype} in llama.h.
 */
public enum QuantizeType {
  F16(1),
  BF16(32),
  Q8_0(7),
  Q6_K(18),
  Q5_K_M(17),
  Q5_K_S(16),
  Q5_1(9),
  Q5_0(8),
  Q4_K_M(15),
  Q4_K_S(14),
  IQ4_NL(25),
  IQ4_XS(30),
  Q4_1(3),
  Q4_0(2),
  Q3_K_L(13),
  Q3_K_M(12),
  Q3_K_S(11),
  Q2_K(10);

  private final int id;

  QuantizeType(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  /** The type of a name in any case; Q3_K, Q4_K and Q5_K mean their middle ones. */
  public static Optional<QuantizeType> of(String name) {
    return Arrays.stream(values())
        .filter(
            type -> type.name().equalsIgnoreCase(name) || type.name().equalsIgnoreCase(name + "_M"))
        .findFirst();
  }

  /** All names, the largest files first. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
