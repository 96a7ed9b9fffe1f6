package io.rank1.models.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts tensors by type. */
final class TypeCensus {
  private final Map<String, TypeShare> shares = new LinkedHashMap<>();

  void add(Enum<?> type, long bytes) {
    String name = type.name().toLowerCase(Locale.ROOT);
    shares.merge(
        name,
        new TypeShare(name, 1, bytes),
        (a, b) -> new TypeShare(name, a.tensors() + b.tensors(), a.bytes() + b.bytes()));
  }

  /** The most bytes first. */
  List<TypeShare> shares() {
    List<TypeShare> sorted = new ArrayList<>(shares.values());
    sorted.sort(
        Comparator.comparingLong(TypeShare::bytes).reversed().thenComparing(TypeShare::type));
    return sorted;
  }
}
