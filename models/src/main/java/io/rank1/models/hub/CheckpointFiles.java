package io.rank1.models.hub;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which files of a repository belong together. */
public final class CheckpointFiles {

  /** Weights, shape and tokenizer of a checkpoint, in the repository's top folder. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "model([.-].*)?\\.safetensors|model\\.safetensors\\.index\\.json"
              + "|(config|generation_config|quant_config|quantize_config|tokenizer"
              + "|tokenizer_config|special_tokens_map|added_tokens|vocab|chat_template)\\.json"
              + "|merges\\.txt|tokenizer\\.model|chat_template\\.jinja");

  private static final Pattern SHARD = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})(\\.[a-z]+)");

  private CheckpointFiles() {}

  /**
   * The files of a checkpoint in safetensors.
   *
   * @throws HubException when there are no weights among them
   */
  public static List<HubFile> of(HubRepository repository, RepositoryListing listing) {
    List<HubFile> files =
        listing.files().stream().filter(file -> NEEDED.matcher(file.path()).matches()).toList();
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

  /** The file, or all its parts if its name says that it is one of several. */
  public static List<HubFile> partsOf(HubFile file) {
    Matcher shard = SHARD.matcher(file.path());
    if (!shard.matches()) {
      return List.of(file);
    }
    int count = Integer.parseInt(shard.group(3));
    int own = Integer.parseInt(shard.group(2));
    if (count > 1000 || own < 1 || own > count) {
      return List.of(file);
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                new HubFile(
                    file.repository(),
                    "%s-%05d-of-%05d%s".formatted(shard.group(1), i, count, shard.group(4))))
        .toList();
  }
}
