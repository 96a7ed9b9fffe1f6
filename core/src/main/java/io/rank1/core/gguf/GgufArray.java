package io.rank1.core.gguf;

/** An array in the metadata. Immutable. */
public sealed interface GgufArray permits GgufNumberArray, GgufStringArray, GgufNestedArray {
  /** The type of every element. */
  GgufValueType elementType();

  /** How many elements there are. */
  int size();
}
