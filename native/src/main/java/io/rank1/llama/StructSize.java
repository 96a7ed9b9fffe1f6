package io.rank1.llama;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.Locale;
import java.util.OptionalInt;

/** Finds out how large a struct is that a function returns by value. */
final class StructSize {

  private static final int ROOM = 1024;

  private StructSize() {}

  /**
   * How many bytes the function writes, from the struct's first to its last. Padding at the end may
   * not be among them.
   *
   * @param function without parameters, which returns a struct of more than 16 bytes
   * @return empty on processors other than x86-64, where such a function takes the address of the
   *     result as its first argument, in System V's convention and in Windows'
   */
  static OptionalInt written(NativeLibrary library, String function) {
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (!processor.equals("amd64") && !processor.equals("x86_64")) {
      return OptionalInt.empty();
    }
    Function call = library.getFunction(function);
    return OptionalInt.of(Math.max(written(call, (byte) 0xA5), written(call, (byte) 0x5A)));
  }

  private static int written(Function call, byte poison) {
    try (Memory result = new Memory(ROOM)) {
      result.setMemory(0, ROOM, poison);
      call.invokePointer(new Object[] {result});
      int end = ROOM;
      while (end > 0 && result.getByte(end - 1) == poison) {
        end--;
      }
      return end;
    }
  }
}
