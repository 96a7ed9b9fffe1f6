package io.rank1.models.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which files of a repository belong together. */
public final class CheckpointFiles {

  /** Weights, shape and tokenizer of a checkpoint, in the repository's top folder. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "model([.-].*)?\\.safetensors|model\\.safetensors\\.index\\.json"
              + "|(config|generation_config|quant_config|quantize_config|tokenizer"
              + "|tokenizer_config|special_tokens_map|added_tokens|vocab|chat_template)\\.json"
              + "|merges\\.txt|tokenizer\\.model|chat_template\\.jinja");

  /** A LoRA as PEFT saves it, where there are no weights of a whole model. */
  private static final List<String> ADAPTER =
      List.of("adapter_config.json", "adapter_model.safetensors");

  private static final Pattern SHARD = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})(\\.[a-z]+)");

  private static final int MOST_PARTS = 1000;

  private CheckpointFiles() {}

  /**
   * The files of a checkpoint in safetensors, or of a LoRA.
   *
   * @throws HubException when there are no weights among them
   */
  public static List<HubFile> of(HubRepository repository, RepositoryListing listing) {
    boolean whole = listing.files().stream().anyMatch(file -> isWeights(file.path()));
    List<HubFile> files =
        listing.files().stream()
            .filter(
                file ->
                    NEEDED.matcher(file.path()).matches()
                        || !whole && ADAPTER.contains(file.path()))
            .toList();
    if (files.stream().noneMatch(file -> file.path().endsWith(".safetensors"))) {
      throw new HubException(
          HubException.Kind.MISSING,
          repository
              + " holds no checkpoint in safetensors; name one of its files: "
              + HubReference.PREFIX
              + repository
              + "/FILE");
    }
    return files;
  }

  /**
   * What a folder lacks of being a checkpoint, as far as names tell: its shape, tokenizer and
   * weights; or of being a LoRA, if it has one of its files and no weights of a model. Empty if it
   * lacks nothing.
   */
  public static List<String> missingIn(Path folder) {
    List<String> weights = names(folder).stream().filter(CheckpointFiles::isWeights).toList();
    if (weights.isEmpty() && ADAPTER.stream().anyMatch(name -> isThere(folder, name))) {
      return ADAPTER.stream().filter(name -> !isThere(folder, name)).toList();
    }
    List<String> missing = new ArrayList<>();
    if (!isThere(folder, "config.json")) {
      missing.add("config.json");
    }
    if (Stream.of("tokenizer.json", "tokenizer.model").noneMatch(name -> isThere(folder, name))) {
      missing.add("tokenizer.json");
    }
    if (weights.isEmpty()) {
      missing.add("model*.safetensors");
    }
    weights.stream().limit(1).forEach(first -> missing.addAll(otherParts(first, weights)));
    return missing;
  }

  private static boolean isThere(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  private static boolean isWeights(String name) {
    return name.endsWith(".safetensors") && NEEDED.matcher(name).matches();
  }

  private static List<String> otherParts(String first, List<String> there) {
    return parts(first).stream().filter(name -> !there.contains(name)).toList();
  }

  /** Links to blobs that are gone count as missing. */
  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Disk.problem("read", folder, e);
    }
  }

  /** The file, or all its parts if its name says that it is one of several. */
  public static List<HubFile> partsOf(HubFile file) {
    return parts(file.path()).stream().map(path -> new HubFile(file.repository(), path)).toList();
  }

  /** Those of a file's parts, or itself, that a folder lacks. Empty if it lacks nothing. */
  public static List<HubFile> missingIn(Path folder, HubFile file) {
    return partsOf(file).stream().filter(part -> !Files.isRegularFile(part.in(folder))).toList();
  }

  private static List<String> parts(String path) {
    Matcher shard = SHARD.matcher(path);
    if (!shard.matches()) {
      return List.of(path);
    }
    int count = Integer.parseInt(shard.group(3));
    int own = Integer.parseInt(shard.group(2));
    if (count > MOST_PARTS || own < 1 || own > count) {
      return List.of(path);
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT, "%s-%05d-of-%05d%s", shard.group(1), i, count, shard.group(4)))
        .toList();
  }
}
