/**
 * The engine: prompts, continuous batching, scoring; beside it the GGUF reader, packed files, and
 * files that appear when they are complete.
 */
@SuppressWarnings("module") // "rank1" is the name of the model family, not a version number
module io.rank1.core {
  requires org.slf4j;

  exports io.rank1.core;
  exports io.rank1.core.cascade;
  exports io.rank1.core.engine;
  exports io.rank1.core.failure;
  exports io.rank1.core.files;
  exports io.rank1.core.gguf;
  exports io.rank1.core.identity;
  exports io.rank1.core.pair;
  exports io.rank1.core.prompt;
  exports io.rank1.core.rank1;
  exports io.rank1.core.resource;
  exports io.rank1.core.runner;
  exports io.rank1.core.speculate;
  exports io.rank1.core.text;
}
