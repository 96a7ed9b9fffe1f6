package io.rank1.cli;

import io.rank1.cli.batch.ShutdownHooks;
import io.rank1.cli.output.ConsoleWriter;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.scoring.ListScorerOpener;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerOpener;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.cli.signal.FakeSignals;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.runtime.ProbeReport;
import io.rank1.llama.runtime.RuntimeProbe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The program on a fake model, run as a user runs it. */
final class Cli {

  /** What a run left behind. */
  record Outcome(int code, String out, String err) {}

  final List<ScorerSettings> opened = new ArrayList<>();
  final FakeSignals signals = new FakeSignals();
  final List<Runnable> hooks = new CopyOnWriteArrayList<>();
  final Map<String, String> environment = new HashMap<>(Map.of("RANK1_MODEL", "model.gguf"));
  private ScorerOpener opener = settings -> FakeScorer.simple();
  private ListScorerOpener listOpener =
      settings -> new FakeListScorer(settings, FakeListScorer::byNumbers, Runnable::run);
  private Supplier<RuntimeInstaller> installer = RuntimeInstaller::ofThisUser;
  private RuntimeProbe probe = (folder, model) -> ProbeReport.failed("not tried");
  private InputStream stdin = InputStream.nullInputStream();
  private OutputStream stdout = new ByteArrayOutputStream();
  private Set<StandardStream> terminals = Set.of();

  Cli withOpener(ScorerOpener newOpener) {
    opener = newOpener;
    return this;
  }

  Cli withListOpener(ListScorerOpener newOpener) {
    listOpener = newOpener;
    return this;
  }

  Cli withScorer(Scorer scorer) {
    return withOpener(settings -> scorer);
  }

  Cli withInstaller(RuntimeInstaller newInstaller) {
    installer = () -> newInstaller;
    return this;
  }

  Cli withProbe(RuntimeProbe newProbe) {
    probe = newProbe;
    return this;
  }

  Cli withStdin(String text) {
    return withStdin(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  Cli withStdin(InputStream in) {
    stdin = in;
    return this;
  }

  Cli withStdout(OutputStream out) {
    stdout = out;
    return this;
  }

  Cli onTerminals(StandardStream... streams) {
    terminals = Set.of(streams);
    return this;
  }

  Outcome run(Object... args) {
    return run(new ByteArrayOutputStream(), args);
  }

  /** Runs with a standard error that can be looked at before the end. */
  Outcome run(ByteArrayOutputStream err, Object... args) {
    Host host =
        new Host(
            this::open,
            listOpener,
            installer,
            probe,
            stdin,
            environment::get,
            terminals,
            this::register,
            signals);
    ConsoleWriter out = new ConsoleWriter(stdout);
    ConsoleWriter error = new ConsoleWriter(err);
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code = App.commandLine(host).setOut(out).setErr(error).execute(words);
    out.flush();
    error.flush();
    String printed =
        stdout instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
    return new Outcome(code, printed, err.toString(StandardCharsets.UTF_8));
  }

  private Scorer open(ScorerSettings settings) {
    opened.add(settings);
    return opener.open(settings);
  }

  private ShutdownHooks.Registration register(Runnable hook) {
    hooks.add(hook);
    return () -> hooks.remove(hook);
  }
}
