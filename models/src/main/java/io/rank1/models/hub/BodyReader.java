package io.rank1.models.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a response, taken piece by piece by one thread, which waits for each no longer than
 * it likes to: the JDK's streams wait for ever when a server falls silent. The pieces that wait to
 * be taken are few, however fast the server is.
 */
final class BodyReader implements BodySubscriber<BodyReader>, AutoCloseable {

  /** Pieces of at most 16 kB each that are asked for in advance. */
  private static final int WINDOW = 32;

  /**
   * What the connection handed over: bytes, or the end.
   *
   * @param bytes nothing at the end
   * @param failure why it is the end, or null
   */
  private record Event(List<ByteBuffer> bytes, Throwable failure) {

    static final Event END = new Event(List.of(), null);
  }

  private final Duration patience;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> current = new ArrayDeque<>();
  private Flow.Subscription subscription; // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param patience how long to wait for the next bytes
   */
  BodyReader(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<BodyReader> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(WINDOW);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    events.add(new Event(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(List.of(), failure));
  }

  @Override
  public void onComplete() {
    events.add(Event.END);
  }

  /**
   * The next bytes, or an empty buffer at the end.
   *
   * @throws IOException when the connection breaks, or nothing comes for too long
   */
  ByteBuffer next() throws IOException {
    while (current.isEmpty()) {
      Event event = take();
      if (event.failure() != null) {
        throw new IOException(words(event.failure()), event.failure());
      }
      if (event == Event.END) {
        return ByteBuffer.allocate(0);
      }
      addAll(event.bytes());
      request();
    }
    return current.remove();
  }

  /**
   * The whole body.
   *
   * @param limit bytes beyond which it is refused
   */
  byte[] all(int limit) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    int size = 0;
    for (ByteBuffer part = next(); part.hasRemaining(); part = next()) {
      parts.add(part);
      size = Math.addExact(size, part.remaining());
      if (size > limit) {
        throw new IOException("the answer has more than " + limit + " bytes");
      }
    }
    ByteBuffer whole = ByteBuffer.allocate(size);
    parts.forEach(whole::put);
    return whole.array();
  }

  private void addAll(Collection<ByteBuffer> bytes) {
    bytes.stream().filter(ByteBuffer::hasRemaining).forEach(current::add);
  }

  private Event take() throws IOException {
    try {
      Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new IOException("nothing came for " + patience.toSeconds() + " s");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private synchronized void request() {
    if (!closed) {
      subscription.request(1);
    }
  }

  private static String words(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** Ends the transfer, if it has not ended. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
