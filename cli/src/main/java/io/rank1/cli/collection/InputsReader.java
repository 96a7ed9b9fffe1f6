package io.rank1.cli.collection;

import io.rank1.cli.input.InputException;

/** Reads the files of a job in turn, and joins them. */
final class InputsReader {

  private final CollectionSettings settings;

  InputsReader(CollectionSettings settings) {
    this.settings = settings;
  }

  RerankInputs read() throws InputException {
    throw new InputException("cannot read " + settings.run().file() + ": not there yet");
  }
}
