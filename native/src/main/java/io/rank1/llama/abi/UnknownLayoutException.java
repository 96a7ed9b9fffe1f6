package io.rank1.llama.abi;

/** A library whose parameter structs match no known layout. */
public final class UnknownLayoutException extends Exception {

  private static final long serialVersionUID = 1L;

  UnknownLayoutException(String differences) {
    super(differences);
  }
}
