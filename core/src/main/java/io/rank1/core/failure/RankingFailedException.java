package io.rank1.core.failure;

/** One query whose candidates could not be ranked, and why; others are not touched by it. */
public final class RankingFailedException extends Rank1Exception {

  private static final long serialVersionUID = 1L;

  public RankingFailedException(String message) {
    super(message);
  }

  public RankingFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
