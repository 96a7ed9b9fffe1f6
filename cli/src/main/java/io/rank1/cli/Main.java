package io.rank1.cli;

import io.rank1.cli.batch.ShutdownHooks;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.ArgumentLocale;
import io.rank1.cli.output.ConsoleWriter;
import io.rank1.cli.output.LogStream;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.scoring.LlamaListScorer;
import io.rank1.cli.scoring.LlamaScorer;
import io.rank1.cli.signal.JvmSignals;
import io.rank1.core.text.PlainText;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.runtime.ChildProcessProbe;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The program. */
public final class Main {

  /** Variables with names of folders and files. */
  private static final List<String> FOLDERS =
      List.of(
          "HOME",
          "RANK1_CACHE",
          "RANK1_DATA",
          "RANK1_MODEL",
          "RANK1_RUNTIME",
          "XDG_CACHE_HOME",
          "XDG_DATA_HOME",
          "HF_HOME",
          "HF_HUB_CACHE",
          "HF_TOKEN_PATH");

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    ConsoleWriter out = new ConsoleWriter(new FileOutputStream(FileDescriptor.out));
    ConsoleWriter err = new ConsoleWriter(new FileOutputStream(FileDescriptor.err));
    System.setErr(new LogStream(new FileOutputStream(FileDescriptor.err)));
    System.setOut(System.err); // whatever else prints must not get between the results
    System.exit(run(args, out, err));
  }

  /** What the locale broke before the program began: its arguments, or the names of folders. */
  private static Optional<String> loss(String[] args) {
    ArgumentLocale locale = ArgumentLocale.ofThisProcess();
    return Stream.concat(
            Arrays.stream(args).map(arg -> locale.loss("the argument '" + arg + "'", arg)),
            Stream.concat(
                Stream.of(
                    locale.loss("the name of the working folder", System.getProperty("user.dir"))),
                FOLDERS.stream()
                    .map(name -> locale.loss("the value of " + name, System.getenv(name)))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static int run(String[] args, ConsoleWriter out, ConsoleWriter err) {
    try {
      Optional<String> loss = loss(args);
      if (loss.isPresent()) {
        err.println("rank1: " + loss.get());
        return ExitCode.USAGE.number();
      }
      Host host =
          new Host(
              LlamaScorer::open,
              LlamaListScorer::open,
              RuntimeInstaller::ofThisUser,
              ChildProcessProbe.ofThisJava(),
              System.in,
              System::getenv,
              StandardStream.terminals(System::getenv),
              ShutdownHooks.ofJvm(),
              new JvmSignals());
      return App.commandLine(host).setOut(out).setErr(err).execute(args);
    } catch (Error e) { // picocli hands on exceptions only
      err.println("rank1: internal error: " + PlainText.line(e.toString()));
      return ExitCode.INTERNAL.number();
    } finally {
      out.flush();
      err.flush();
    }
  }
}
