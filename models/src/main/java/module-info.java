/**
 * Checkpoints: the catalogue of those that there are, fetching them, the demo model, writing GGUF
 * files, synthetic models for tests and benchmarks, tokenizer files.
 */
@SuppressWarnings("module") // "rank1" is the name of the model family, not a version number
module io.rank1.models {
  requires transitive io.rank1.core;
  requires java.net.http;
  requires jdk.unsupported; // files past the page cache
  requires tools.jackson.core;

  exports io.rank1.models.catalog;
  exports io.rank1.models.convert;
  exports io.rank1.models.demo;
  exports io.rank1.models.gguf;
  exports io.rank1.models.hub;
  exports io.rank1.models.inspect;
  exports io.rank1.models.safetensors;
  exports io.rank1.models.synthetic;
  exports io.rank1.models.verify;
}
