/**
 * The engine: prompts, continuous batching, scoring; beside it the GGUF reader and packed files.
 */
@SuppressWarnings("module") // "rank1" is the name of the model family, not a version number
module io.rank1.core {
  requires org.slf4j;

  exports io.rank1.core;
  exports io.rank1.core.engine;
  exports io.rank1.core.gguf;
  exports io.rank1.core.pair;
  exports io.rank1.core.prompt;
  exports io.rank1.core.resource;
  exports io.rank1.core.runner;
}
