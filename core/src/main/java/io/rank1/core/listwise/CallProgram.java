package io.rank1.core.listwise;

import io.rank1.core.engine.DecodeProgram;

/** Decodes one call. What it found may be read once its sequence is done. */
interface CallProgram extends DecodeProgram {

  CallAnswer answer();

  CallRecord.End end();

  /** Tokens that the model wrote. */
  int written();

  /** Tokens that were written for it. */
  int forced();
}
