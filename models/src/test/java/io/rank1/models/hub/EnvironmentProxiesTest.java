package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentProxiesTest {

  private static final HubFile FILE = new HubFile(new HubRepository("o", "r"), "tiny.gguf");
  private static final byte[] CONTENT = FakeHub.content(1000, 1);
  private static final RetryPolicy POLICY = new RetryPolicy(0, Duration.ofSeconds(20), wait -> {});

  @TempDir Path dir;
  private FakeHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub();
    hub.putLarge(FILE.path(), CONTENT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void readsProxiesAsCurlDoes() {
    Map<String, String> environment =
        Map.of(
            "https_proxy", "http://user:p%40ss@proxy:3128",
            "HTTP_PROXY", "http://not-this-one",
            "NO_PROXY", "localhost, .corp.example");
    EnvironmentProxies proxies = new EnvironmentProxies(environment::get, noProxy());
    assertThat(proxies.select(URI.create("https://huggingface.co")))
        .containsExactly(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", 3128)));
    assertThat(proxies.select(URI.create("http://huggingface.co"))).containsExactly(Proxy.NO_PROXY);
    assertThat(proxies.select(URI.create("https://hub.corp.example")))
        .containsExactly(Proxy.NO_PROXY);
    assertThat(proxies.select(URI.create("https://xcorp.example"))).doesNotContain(Proxy.NO_PROXY);
    assertThat(proxies.credentials("http")).isEmpty();
    assertThat(proxies.credentials("https"))
        .hasValueSatisfying(
            given -> {
              assertThat(given.getUserName()).isEqualTo("user");
              assertThat(given.getPassword()).containsExactly('p', '@', 's', 's');
            });
    EnvironmentProxies bad =
        new EnvironmentProxies(Map.of("all_proxy", "socks5://u:secret@h")::get, noProxy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bad.select(URI.create("https://h")))
        .withMessageContaining("proxy")
        .withMessageNotContaining("secret");
  }

  private static ProxySelector noProxy() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException problem) {
        throw new AssertionError("nothing connects");
      }
    };
  }

  /** Of a hub that only a proxy finds. */
  private Hub client(Map<String, String> environment) {
    HubSettings settings =
        HubSettings.of(
            Map.of("HF_ENDPOINT", "http://hub.invalid", "HF_HOME", dir.toString())::get,
            Optional.of(dir));
    return new Hub(settings, environment::get, POLICY, new Recorder());
  }

  @Test
  void aProxyOfTheEnvironmentIsUsed() {
    Map<String, String> proxy = Map.of("http_proxy", "http://localhost:" + hub.port());
    Hub client = client(proxy);
    assertThat(client.look(FILE, "main").content().etag()).isEqualTo(FakeHub.sha256(CONTENT));
    assertThat(hub.hubRequests).containsExactly("HEAD /o/r/resolve/main/" + FILE.path());
  }

  /** The one that is used asks for them; what the other's address holds does not matter. */
  @Test
  void aProxyIsToldItsOwnNameAndPasswordOnly() {
    Map<String, String> environment =
        Map.of(
            "https_proxy",
            "http://other:p%zz@h:1",
            "http_proxy",
            "http://user:p%40ss@localhost:" + hub.port());
    hub.refuse(407, "Proxy-Authenticate", "Basic realm=\"x\"");
    client(environment).look(FILE, "main");
    String token = Base64.getEncoder().encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8));
    assertThat(hub.proxyTokens).containsExactly("null", "Basic " + token);
  }

  @Test
  void aPasswordForAnotherProxyStaysSecret() {
    Map<String, String> environment =
        Map.of(
            "https_proxy",
            "http://other:secret@h:1",
            "http_proxy",
            "http://localhost:" + hub.port());
    hub.refuse(407, "Proxy-Authenticate", "Basic realm=\"x\"");
    Hub client = client(environment);
    assertThatThrownBy(() -> client.look(FILE, "main")).isInstanceOf(HubException.class);
    assertThat(hub.proxyTokens).containsOnly("null");
  }

  @Test
  void aPasswordThatIsNotEncodedIsOneLineWithoutIt() {
    Map<String, String> environment = Map.of("https_proxy", "http://u:p%zz@h:1");
    HubSettings settings = HubSettings.of(Map.of("HF_HOME", dir.toString())::get, Optional.of(dir));
    assertThatThrownBy(() -> new Hub(settings, environment::get, POLICY, new Recorder()))
        .isInstanceOf(HubException.class)
        .hasMessage("not a proxy's address: http://h:1");
    // Where the hub is exempt, it does not matter.
    Map<String, String> exempt =
        Map.of("https_proxy", "http://u:p%zz@h:1", "no_proxy", "huggingface.co");
    assertThat(new Hub(settings, exempt::get, POLICY, new Recorder())).isNotNull();
    EnvironmentProxies proxies = new EnvironmentProxies(environment::get, noProxy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> proxies.credentials("https"))
        .withMessage("name and password of the proxy http://h:1 are not percent-encoded")
        .withNoCause();
  }
}
