package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HubConnectionTest {

  /** More than any system keeps for a connection that nobody reads from. */
  private static final int PIECES = 4096;

  @Test
  void anAnswerThatLeadsNowhereIsClosed() throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("Location", "ftp://elsewhere/");
            exchange.sendResponseHeaders(302, PIECES * 65_536L);
            for (int i = 0; i < PIECES; i++) {
              exchange.getResponseBody().write(new byte[65_536]);
            }
          } catch (IOException e) {
            broken.countDown();
          }
        });
    server.start();
    try {
      Map<String, String> environment =
          Map.of("HF_ENDPOINT", "http://localhost:" + server.getAddress().getPort());
      HubConnection connection =
          new HubConnection(
              HubSettings.of(environment::get, Optional.of(Path.of("nowhere"))),
              new EnvironmentProxies(name -> null, ProxySelector.getDefault()),
              Duration.ofSeconds(20));
      assertThatThrownBy(
              () ->
                  connection.send(
                      "GET",
                      connection.address("/x"),
                      HubConnection.Follow.ALL,
                      Map.of(),
                      Map.of()))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("redirects to ftp://elsewhere");
      assertThat(broken.await(60, TimeUnit.SECONDS)).as("the server sees it closed").isTrue();
    } finally {
      threads.shutdownNow();
      server.stop(0);
    }
  }
}
