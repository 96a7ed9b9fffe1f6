package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.rank1.models.hub.Hub;
import io.rank1.models.hub.HubFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the rules on connecting find what breaks them. */
class ConnectionRulesTest {

  private static JavaClasses imported(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Opens.class,
        Asks.class,
        Connects.class,
        Listens.class,
        ConnectsByChannel.class,
        Resolves.class,
        Sends.class
      })
  void allWaysToConnectAreFound(Class<?> type) {
    assertThatThrownBy(() -> ArchitectureTest.ONLY_THE_HUB_CONNECTS.check(imported(type)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(type.getSimpleName());
  }

  @Test
  void whoUsesTheHubIsFound() {
    assertThatThrownBy(
            () ->
                ArchitectureTest.ONLY_PULLS_MAKE_THE_HUB_CONNECT.check(imported(UsesTheHub.class)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void anAddressAsTextIsFine() {
    assertThatCode(() -> ArchitectureTest.ONLY_THE_HUB_CONNECTS.check(imported(Names.class)))
        .doesNotThrowAnyException();
  }

  static final class Opens {
    InputStream open(URL url) throws IOException {
      return url.openStream();
    }
  }

  static final class Asks {
    int ask(HttpURLConnection connection) throws IOException {
      return connection.getResponseCode();
    }
  }

  static final class Connects {
    void connect(Object socket, SocketAddress to) throws IOException {
      ((Socket) socket).connect(to);
    }
  }

  static final class Listens {
    Object listen() throws IOException {
      return new ServerSocket(0);
    }
  }

  static final class ConnectsByChannel {
    Object open() throws IOException {
      return SocketChannel.open();
    }
  }

  static final class Resolves {
    Object resolve(String host) throws IOException {
      return InetAddress.getByName(host);
    }
  }

  static final class Sends {
    Object client() {
      return HttpClient.newHttpClient();
    }
  }

  static final class UsesTheHub {
    Object look(Hub hub, HubFile file) {
      return hub.look(file, "main");
    }
  }

  static final class Names {
    String name(URI address) {
      return address.getHost();
    }
  }
}
