package io.rank1.core.failure;

/** As many requests wait as may wait. The request was not taken; it may be made again later. */
public final class OverloadedException extends Rank1Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param limit how many may wait
   */
  public OverloadedException(int limit) {
    super("the queue is full: " + limit + " requests wait");
  }
}
