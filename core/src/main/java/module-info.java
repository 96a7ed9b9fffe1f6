/**
 * The engine: prompts, continuous batching, scoring; beside it the GGUF reader, packed files, and
 * files that appear when they are complete, and profiles, which say what rerankers are asked.
 */
@SuppressWarnings("module") // "rank1" is the name of the model family, not a version number
module io.rank1.core {
  requires org.slf4j;
  requires tools.jackson.core;

  exports io.rank1.core;
  exports io.rank1.core.cascade;
  exports io.rank1.core.engine;
  exports io.rank1.core.failure;
  exports io.rank1.core.files;
  exports io.rank1.core.gguf;
  exports io.rank1.core.identity;
  exports io.rank1.core.json;
  exports io.rank1.core.listwise;
  exports io.rank1.core.listwise.algorithm;
  exports io.rank1.core.listwise.answer;
  exports io.rank1.core.pair;
  exports io.rank1.core.pointwise;
  exports io.rank1.core.profile;
  exports io.rank1.core.prompt;
  exports io.rank1.core.resource;
  exports io.rank1.core.runner;
  exports io.rank1.core.speculate;
  exports io.rank1.core.text;
}
