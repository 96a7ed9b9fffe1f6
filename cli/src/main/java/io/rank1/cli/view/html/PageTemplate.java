package io.rank1.cli.view.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page without its data: markup, style and script. Its policy lets the browser run this script
 * and use this style, known by their hashes, and load nothing.
 */
final class PageTemplate {

  /** Writes what belongs at a place of the template. */
  @FunctionalInterface
  interface Filler {
    void fill(String place) throws IOException;
  }

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  /** The script's parts, in order; all see each other's names, and nobody else does. */
  private static final List<String> PARTS =
      List.of(
          "data.js", "queries.js", "filters.js", "folds.js", "ranking.js", "keys.js", "start.js");

  private final String markup = resource("page.html");
  private final String style = resource("page.css");
  private final String script =
      PARTS.stream()
          .map(PageTemplate::resource)
          .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "})();\n"));

  /**
   * Writes the page from its start to its end.
   *
   * @param target takes the template's own text; not closed
   * @param filler writes the rest, when its turn comes
   */
  void write(Writer target, Filler filler) throws IOException {
    Matcher place = PLACE.matcher(markup);
    int written = 0;
    while (place.find()) {
      target.write(markup.substring(written, place.start()));
      written = place.end();
      switch (place.group(1)) {
        case "style" -> target.write(style);
        case "script" -> target.write(script);
        case "policy" -> target.write(policy());
        default -> filler.fill(place.group(1));
      }
    }
    target.write(markup.substring(written));
  }

  private String policy() {
    return "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
        + source(style)
        + "; script-src "
        + source(script);
  }

  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
