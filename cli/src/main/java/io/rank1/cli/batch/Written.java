package io.rank1.cli.batch;

/** How much of a batch is safe, in words. */
final class Written {

  private Written() {}

  static String of(LineGate gate) {
    long count = gate.written();
    return count + (count == 1 ? " pair is" : " pairs are") + " written to " + gate.name();
  }
}
