package io.rank1.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A server on this machine that answers as the hub does for large files, without a store. */
public final class HubStub implements AutoCloseable {

  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  public final List<String> requests = new CopyOnWriteArrayList<>();
  public final Map<String, byte[]> files = new TreeMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  /** Bytes after which it closes the connection. */
  public volatile int cutAfter = Integer.MAX_VALUE;

  /** Whether it falls silent there instead, until it is closed. */
  public volatile boolean silent;

  /** Run before it sends content. */
  volatile Runnable beforeContent = () -> {};

  /** A status that it answers everything with, or 0. */
  volatile int status;

  public HubStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer(exchange);
          }
        });
    server.start();
  }

  public String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String asked = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestMethod() + " " + path + (asked == null ? "" : " " + asked));
    String name = path.replaceFirst("^/[^/]+/[^/]+/resolve/[^/]+/", "");
    if (status != 0) {
      exchange.sendResponseHeaders(status, -1);
    } else if (path.startsWith("/api/models/")) {
      String siblings =
          files.keySet().stream()
              .map(file -> "{\"rfilename\":\"" + file + "\"}")
              .collect(Collectors.joining(","));
      String list = "{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + siblings + "]}";
      send(exchange, list.getBytes(StandardCharsets.UTF_8), 0);
    } else if (files.containsKey(name)) {
      byte[] content = files.get(name);
      exchange.getResponseHeaders().add("X-Repo-Commit", COMMIT);
      exchange.getResponseHeaders().add("ETag", '"' + sha256(content) + '"');
      String range = exchange.getRequestHeaders().getFirst("Range");
      send(exchange, content, range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", "")));
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private void send(HttpExchange exchange, byte[] content, int from) throws IOException {
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    int length = content.length - from;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", "" + length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    beforeContent.run();
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
    exchange.getResponseBody().write(content, from, Math.min(length, cutAfter));
    if (length > cutAfter) {
      if (silent) {
        exchange.getResponseBody().flush();
        awaitEnd();
      }
      throw new IOException("cut");
    }
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitEnd() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    server.stop(0);
  }
}
