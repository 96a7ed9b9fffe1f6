package io.rank1.cli;

import io.rank1.cli.batch.ShutdownHooks;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.scoring.ListScorerOpener;
import io.rank1.cli.scoring.ScorerOpener;
import io.rank1.cli.signal.Signals;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.runtime.RuntimeProbe;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the commands need of the world, but for the output streams, which picocli hands on.
 *
 * @param opener opens models that score pairs
 * @param listOpener opens models that rank lists
 * @param installer makes what installs llama.cpps and knows the installed ones
 * @param probe tries llama.cpps
 * @param stdin standard input
 * @param environment the value of an environment variable, or null
 * @param terminals the output streams that a terminal shows
 * @param hooks where the orderly end of what streams is registered
 * @param signals where jobs and what makes files learn that they are to end
 */
record Host(
    ScorerOpener opener,
    ListScorerOpener listOpener,
    Supplier<RuntimeInstaller> installer,
    RuntimeProbe probe,
    InputStream stdin,
    UnaryOperator<String> environment,
    Set<StandardStream> terminals,
    ShutdownHooks hooks,
    Signals signals) {

  Host {
    Objects.requireNonNull(opener, "opener");
    Objects.requireNonNull(listOpener, "listOpener");
    Objects.requireNonNull(installer, "installer");
    Objects.requireNonNull(probe, "probe");
    Objects.requireNonNull(stdin, "stdin");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(hooks, "hooks");
    Objects.requireNonNull(signals, "signals");
    terminals = Set.copyOf(terminals);
  }
}
