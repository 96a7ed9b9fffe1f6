package io.rank1.core.host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told. What one of them throws is logged and goes no further. Safe for use by
 * several threads.
 *
 * @param <L> what listens
 */
public final class Listeners<L> {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<L> listeners = new CopyOnWriteArrayList<>();

  public void add(L listener) {
    listeners.add(listener);
  }

  /** Tells each, on the calling thread. */
  public void tell(Consumer<L> event) {
    for (L listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed", e);
      }
    }
  }
}
