package io.rank1.core.listwise;

/** Is told of every call that was computed. */
@FunctionalInterface
public interface ListListener {

  /**
   * A call was answered; its ranking does not go on before all listeners have been told. Several
   * threads tell at once. What it throws is logged and goes no further.
   */
  void answered(CallRecord call);
}
