package io.rank1.llama.abi;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the fields of one struct lie in one build, and the values by which the layout is
 * recognised. Immutable.
 *
 * @param <F> the struct's fields
 */
public final class StructLayout<F extends Enum<F>> {

  private final String struct;
  private final Map<F, Slot> slots;
  private final int size; // 0 where the values tell enough

  private StructLayout(String struct, Map<F, Slot> slots, int size) {
    this.struct = struct;
    this.slots = slots;
    this.size = size;
  }

  /** Whether the struct has the field in this build. */
  public boolean has(F field) {
    return slots.containsKey(field);
  }

  /** Sets a pointer field. */
  public void setAddress(long[] words, F field, long address) {
    slot(field).write(words, address);
  }

  /** Sets an integer, enum or boolean field. */
  public void setInt(long[] words, F field, int value) {
    slot(field).write(words, value);
  }

  /** Sets a floating point field. */
  public void setFloat(long[] words, F field, float value) {
    slot(field).write(words, Float.floatToRawIntBits(value));
  }

  private Slot slot(F field) {
    Slot slot = slots.get(field);
    if (slot == null) {
      throw new IllegalArgumentException(struct + " has no field " + field);
    }
    return slot;
  }

  /**
   * Compares a struct filled with defaults against what this layout expects.
   *
   * @return one line for each field that differs; empty when the layout fits
   */
  public List<String> mismatches(Defaults defaults) {
    List<String> wrong = new ArrayList<>();
    if (size > 0 && !defaults.hasSize(size)) {
      wrong.add(struct + " is not shown to have " + size + " bytes");
    }
    slots.forEach(
        (field, slot) -> {
          long found = slot.read(defaults.words());
          if (found != slot.defaultBits()) {
            wrong.add(
                struct
                    + "."
                    + field.name().toLowerCase(Locale.ROOT)
                    + "@"
                    + slot.offset()
                    + " is "
                    + slot.show(found)
                    + ", expected "
                    + slot.show(slot.defaultBits()));
          }
        });
    return wrong;
  }

  static <F extends Enum<F>> Builder<F> of(String struct, Class<F> fields) {
    return new Builder<>(struct, fields);
  }

  /** Lists a struct's fields in the order of their offsets. */
  static final class Builder<F extends Enum<F>> {

    private final String struct;
    private final Map<F, Slot> slots;
    private int size;

    private Builder(String struct, Class<F> fields) {
      this.struct = struct;
      this.slots = new EnumMap<>(fields);
    }

    Builder<F> int32(F field, int offset, int value) {
      return put(field, new Slot(offset, Slot.Type.INT32, Integer.toUnsignedLong(value)));
    }

    Builder<F> int64(F field, int offset, long value) {
      return put(field, new Slot(offset, Slot.Type.INT64, value));
    }

    Builder<F> float32(F field, int offset, float value) {
      long bits = Integer.toUnsignedLong(Float.floatToRawIntBits(value));
      return put(field, new Slot(offset, Slot.Type.FLOAT, bits));
    }

    /** A pointer that is NULL by default. */
    Builder<F> pointer(F field, int offset) {
      return put(field, new Slot(offset, Slot.Type.POINTER, 0));
    }

    Builder<F> bool(F field, int offset, boolean value) {
      return put(field, new Slot(offset, Slot.Type.BOOL, value ? 1 : 0));
    }

    /** Has the struct be of this many bytes, a multiple of 8, where that has to be checked too. */
    Builder<F> size(int bytes) {
      size = bytes;
      return this;
    }

    private Builder<F> put(F field, Slot slot) {
      if (slots.put(field, slot) != null) {
        throw new IllegalArgumentException(struct + " lists " + field + " twice");
      }
      return this;
    }

    StructLayout<F> build() {
      return new StructLayout<>(struct, slots, size);
    }
  }
}
