package io.rank1.cli.scoring;

import io.rank1.core.pair.RerankRequest;

/**
 * How far pairs are read ahead of their results: a number of pairs, and fewer where passages are
 * long, so that what waits takes a bounded memory. As many pairs as are computed at once are let in
 * however long they are. Safe for use by several threads.
 */
public final class LookAhead {

  /** UTF-16 units of the passages, with their titles, that may wait, a byte or two each. */
  static final long CHARACTERS = 8L << 20;

  private final int pairs;
  private final int atOnce;
  private int inside;
  private long characters;
  private boolean open;

  /**
   * @param pairs how many there may be at most
   * @param atOnce how many are let in however long they are
   */
  public LookAhead(int pairs, int atOnce) {
    this.pairs = Math.max(1, pairs);
    this.atOnce = Math.max(1, atOnce);
  }

  /** Waits until there is room for a pair, and takes it. */
  public synchronized void enter(RerankRequest request) throws InterruptedException {
    int length = length(request);
    while (!open && !hasRoom(length)) {
      wait();
    }
    inside++;
    characters += length;
  }

  private static int length(RerankRequest request) {
    return request.title().length() + request.passage().length();
  }

  private boolean hasRoom(int length) {
    return inside < pairs && (inside < atOnce || characters + length <= CHARACTERS);
  }

  /** Gives back the room of a pair that entered: nobody holds it any more. */
  public synchronized void leave(RerankRequest request) {
    inside--;
    characters -= length(request);
    notifyAll();
  }

  /** Lets in everything from now on: nothing waits. */
  public synchronized void open() {
    open = true;
    notifyAll();
  }
}
