package io.rank1.models.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThreadsTest {

  @Test
  void resultsAndErrorsArrive() throws IOException {
    assertThat(Threads.await(CompletableFuture.completedFuture(3))).isEqualTo(3);
    IOException io = new IOException("gone");
    assertThatThrownBy(() -> Threads.await(CompletableFuture.failedFuture(io))).isSameAs(io);
    RuntimeException other = new IllegalArgumentException();
    assertThatThrownBy(() -> Threads.await(CompletableFuture.failedFuture(other)))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(other);
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Threads.await(new CompletableFuture<>()))
        .isInstanceOf(InterruptedIOException.class);
    assertThatThrownBy(() -> Threads.await(CompletableFuture.completedFuture(3)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
