package io.rank1.core.failure;

/**
 * A request's deadline passed before anything of it was computed, so that no answer could be
 * forced; or before all lists of a query were judged, so that there is no order.
 */
public final class DeadlineExceededException extends Rank1Exception {

  private static final long serialVersionUID = 1L;

  public DeadlineExceededException(String message) {
    super(message);
  }
}
