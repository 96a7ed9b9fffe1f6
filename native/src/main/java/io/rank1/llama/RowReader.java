package io.rank1.llama;

import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import java.util.List;

/** Reads what a decode computed. Confined to the thread that decodes; used until closed. */
interface RowReader extends AutoCloseable {

  /**
   * Reads the rows of the last decode.
   *
   * @param wanted what is wanted of each row that was asked for, in batch order; never {@link
   *     Output#NONE}
   * @return as many
   */
  List<RowOutput> read(List<Output> wanted);

  @Override
  void close();
}
