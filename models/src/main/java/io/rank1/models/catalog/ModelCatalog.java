package io.rank1.models.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The published models.
 *
 * @param models the smallest first
 */
public record ModelCatalog(List<ModelEntry> models) {

  private static final String RESOURCE = "catalog.json";

  /** A name as in this catalogue, in it or not; never one of a file in another folder. */
  private static final Pattern NAME =
      Pattern.compile("(?i)(jhu-clsp/)?rank1-[a-z0-9][a-z0-9.-]*(:[a-z0-9_]*)?");

  private static final String OWNER = "jhu-clsp/";

  /** Copies the list. */
  public ModelCatalog {
    models = List.copyOf(models);
  }

  /** The one inside this jar. */
  public static ModelCatalog builtIn() {
    try (InputStream in = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + RESOURCE + " on the class path");
      }
      return CatalogReader.read(in);
    } catch (IOException e) {
      throw new IllegalStateException("the catalogue in this jar cannot be read", e);
    }
  }

  /** Whether a text reads like a name of this catalogue, and not like a file's. */
  public static boolean looksLikeName(String text) {
    return NAME.matcher(text).matches() && !text.toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  /** What a model's name without a quantization stands for. */
  public Optional<ModelEntry> model(String name) {
    return models.stream().filter(model -> model.name().equalsIgnoreCase(plain(name))).findFirst();
  }

  /**
   * What a name stands for; case does not count.
   *
   * @param name a model's name, with {@code -awq} for the checkpoint in 4 bits, or with a colon and
   *     a quantization for a GGUF file
   * @throws IllegalArgumentException if there is no such thing; the message names what there is, in
   *     one line
   */
  public CatalogItem require(String name) {
    String plain = plain(name);
    Optional<CatalogItem> found =
        models.stream()
            .flatMap(model -> model.items().stream())
            .filter(item -> item.name().equalsIgnoreCase(plain))
            .findFirst();
    return found.orElseThrow(() -> new IllegalArgumentException(refusal(name, plain)));
  }

  private String refusal(String name, String plain) {
    int colon = plain.indexOf(':');
    Optional<ModelEntry> model = model(colon < 0 ? plain : plain.substring(0, colon));
    if (model.isEmpty()) {
      return "no model is called '"
          + name
          + "'; there are "
          + models.stream().map(ModelEntry::name).collect(Collectors.joining(", "));
    }
    if (model.get().gguf().isEmpty()) {
      return "no GGUF file of "
          + model.get().name()
          + " is known; fetch the checkpoint by 'rank1 models pull "
          + model.get().name()
          + "' and convert it";
    }
    return "no GGUF file '"
        + name
        + "' is known; of "
        + model.get().name()
        + " there are "
        + model.get().quantizations().stream()
            .map(Quantization::name)
            .collect(Collectors.joining(", "));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(OWNER) ? name.substring(OWNER.length()) : name;
  }
}
