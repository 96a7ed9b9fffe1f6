package io.rank1.core.failure;

/**
 * Anything that rank1 could not do. The kind is the type; messages are for people, and no code
 * reads them.
 */
public abstract sealed class Rank1Exception extends RuntimeException
    permits UnusableException,
        OverloadedException,
        DeadlineExceededException,
        EngineStoppedException,
        PairFailedException,
        RankingFailedException {

  private static final long serialVersionUID = 1L;

  Rank1Exception(String message) {
    super(message);
  }

  Rank1Exception(String message, Throwable cause) {
    super(message, cause);
  }
}
