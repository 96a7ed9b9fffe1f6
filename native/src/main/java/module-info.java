/** llama.cpp's C API through JNA, and the runner that drives it. */
@SuppressWarnings({
  "module", // "rank1" is the name of the model family, not a version number
  "requires-automatic" // JNA's main artifact names its module in the manifest only
})
module io.rank1.llama {
  requires transitive io.rank1.core;
  requires com.sun.jna;
  requires java.management;
  requires jdk.management;
  requires org.apache.commons.compress;
  requires org.slf4j;

  exports io.rank1.llama;
  exports io.rank1.llama.check;
  exports io.rank1.llama.host;
  exports io.rank1.llama.library;
  exports io.rank1.llama.runtime;

  opens io.rank1.llama.raw to
      com.sun.jna;
}
