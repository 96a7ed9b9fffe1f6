package io.rank1.cli;

import io.rank1.cli.job.EndSignal;
import io.rank1.cli.job.Signals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Signals that tests send, and the process's ends that they would have brought. */
final class FakeSignals implements Signals {

  final List<Consumer<EndSignal>> handlers = new CopyOnWriteArrayList<>();
  final List<EndSignal> ends = new CopyOnWriteArrayList<>();

  @Override
  public Registration handle(Consumer<EndSignal> handler) {
    handlers.add(handler);
    return () -> handlers.remove(handler);
  }

  @Override
  public void endNow(EndSignal signal) {
    ends.add(signal);
  }
}
