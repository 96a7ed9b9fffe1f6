package io.rank1.models.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Two servers on this machine that answer as the hub and its store of large files do: the hub sends
 * who wants a large file to the store, on another origin, and says before what its SHA-256 is.
 */
final class FakeHub implements AutoCloseable {

  /** A header or status that is answered once, in the place of what was asked for. */
  record Refusal(int status, Map<String, String> headers) {}

  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  final List<String> hubRequests = new CopyOnWriteArrayList<>();
  final List<String> storeRequests = new CopyOnWriteArrayList<>();
  final List<String> hubTokens = new CopyOnWriteArrayList<>();
  final List<String> storeTokens = new CopyOnWriteArrayList<>();
  final List<String> proxyTokens = new CopyOnWriteArrayList<>();
  final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
  final Queue<Integer> storeStatuses = new ConcurrentLinkedQueue<>();
  private final Map<String, byte[]> large = new ConcurrentHashMap<>();
  private final Map<String, byte[]> small = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer hub;
  private final HttpServer store;

  /** Bytes after which the store closes the connection. */
  volatile int cutAfter = Integer.MAX_VALUE;

  /** Whether the store answers with the whole file, whatever is asked for. */
  volatile boolean withoutRanges;

  /** Whether the store falls silent where it would close the connection. */
  volatile boolean silent;

  volatile String commit = COMMIT;
  volatile String statedHash;

  /** Sent in the place of the ETag by what is asked for the content of a small file. */
  volatile String contentEtag;

  volatile Long statedSize;
  volatile Runnable atStore = () -> {};

  FakeHub() throws IOException {
    hub = start(this::answerHub);
    store = start(this::answerStore);
  }

  /** What a server does. */
  private interface Handler {
    void answer(HttpExchange exchange) throws IOException;
  }

  private HttpServer start(Handler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.answer(exchange);
          }
        });
    server.start();
    return server;
  }

  String endpoint() {
    return "http://localhost:" + port();
  }

  int port() {
    return hub.getAddress().getPort();
  }

  HubSettings settings(Path home) {
    return settings(home, Map.of());
  }

  HubSettings settings(Path home, Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("HF_ENDPOINT", endpoint());
    all.put("HF_HOME", home.toString());
    return HubSettings.of(all::get, Optional.of(home));
  }

  void putLarge(String path, byte[] content) {
    large.put(path, content);
  }

  void putSmall(String path, byte[] content) {
    small.put(path, content);
  }

  static byte[] content(int size, int seed) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 251 * 7 + seed);
    }
    return bytes;
  }

  static String sha256(byte[] content) {
    return hash("SHA-256", content);
  }

  static String gitHash(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + content.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return hash("SHA-1", all);
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answerHub(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    hubRequests.add(exchange.getRequestMethod() + " " + path);
    hubTokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    proxyTokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
    Refusal refusal = refusals.poll();
    if (refusal != null) {
      refusal.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(refusal.status(), -1);
    } else if (path.startsWith("/api/models/")) {
      list(exchange);
    } else {
      resolve(exchange, path.replaceFirst("^/[^/]+/[^/]+/resolve/[^/]+/", ""));
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    TreeMap<String, byte[]> all = new TreeMap<>(large);
    all.putAll(small);
    StringBuilder json =
        new StringBuilder("{\"_id\":\"x\",\"tags\":[\"a\",{\"b\":1}],\"siblings\":[");
    String comma = "";
    for (String name : all.keySet()) {
      json.append(comma).append("{\"rfilename\":\"").append(name).append("\",\"size\":1}");
      comma = ",";
    }
    json.append("],\"sha\":\"").append(commit).append("\"}");
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private void resolve(HttpExchange exchange, String name) throws IOException {
    exchange.getResponseHeaders().add("X-Repo-Commit", commit);
    if (large.containsKey(name)) {
      byte[] content = large.get(name);
      String hash = statedHash == null ? sha256(content) : statedHash;
      long size = statedSize == null ? content.length : statedSize;
      exchange.getResponseHeaders().add("X-Linked-Etag", '"' + hash + '"');
      exchange.getResponseHeaders().add("X-Linked-Size", "" + size);
      exchange.getResponseHeaders().add("ETag", "\"of-the-pointer\"");
      exchange
          .getResponseHeaders()
          .add(
              "Location", "http://localhost:" + store.getAddress().getPort() + "/" + name + "?s=1");
      exchange.sendResponseHeaders(302, -1);
    } else if (small.containsKey(name)) {
      byte[] content = small.get(name);
      boolean changed = contentEtag != null && exchange.getRequestMethod().equals("GET");
      String etag = changed ? contentEtag : gitHash(content);
      exchange.getResponseHeaders().add("ETag", '"' + etag + '"');
      send(exchange, content);
    } else {
      exchange.getResponseHeaders().add("X-Error-Code", "EntryNotFound");
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private void answerStore(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String name = exchange.getRequestURI().getPath().substring(1);
    storeRequests.add(name + (range == null ? "" : " " + range));
    storeTokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    atStore.run();
    Integer status = storeStatuses.poll();
    if (status != null) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      send(exchange, large.get(name));
    }
  }

  private void send(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int status = 200;
    if (range != null && !withoutRanges) {
      from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      status = 206;
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    int length = content.length - from;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", "" + length);
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, Math.min(length, cutAfter));
    if (length > cutAfter) {
      body.flush();
      if (silent) {
        await();
      }
      throw new IOException("cut");
    }
  }

  private synchronized void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses the next requests to the hub. */
  void refuse(int status, String... headers) {
    Map<String, String> map = new TreeMap<>();
    Queue<String> words = new ArrayDeque<>(List.of(headers));
    while (!words.isEmpty()) {
      map.put(words.remove(), words.remove());
    }
    refusals.add(new Refusal(status, map));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    hub.stop(0);
    store.stop(0);
  }
}
