package io.rank1.cli.signal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Signals that tests send, and the process's ends that they would have brought. */
public final class FakeSignals implements Signals {

  private final List<EndSignal> atOnce = new CopyOnWriteArrayList<>();
  private final List<Consumer<EndSignal>> handlers = new CopyOnWriteArrayList<>();
  private final List<EndSignal> ends = new CopyOnWriteArrayList<>();

  /** Sends a signal to whoever begins to handle them. */
  public FakeSignals sendAtOnce(EndSignal signal) {
    atOnce.add(signal);
    return this;
  }

  /** Sends a signal. */
  public void send(EndSignal signal) {
    handlers.forEach(handler -> handler.accept(signal));
  }

  /** How many handle signals now. */
  public int handlers() {
    return handlers.size();
  }

  /** The signals that would have ended the process. */
  public List<EndSignal> ends() {
    return List.copyOf(ends);
  }

  @Override
  public Registration handle(Consumer<EndSignal> handler) {
    handlers.add(handler);
    atOnce.forEach(handler);
    return () -> handlers.remove(handler);
  }

  @Override
  public void endNow(EndSignal signal) {
    ends.add(signal);
  }
}
