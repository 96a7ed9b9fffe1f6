package io.rank1.cli;

import io.rank1.cli.batch.ShutdownHooks;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleWriter;
import io.rank1.cli.output.LogStream;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.scoring.LlamaScorer;
import io.rank1.cli.signal.JvmSignals;
import io.rank1.core.text.PlainText;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.runtime.ChildProcessProbe;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** The program. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    ConsoleWriter out = new ConsoleWriter(new FileOutputStream(FileDescriptor.out));
    ConsoleWriter err = new ConsoleWriter(new FileOutputStream(FileDescriptor.err));
    System.setErr(new LogStream(new FileOutputStream(FileDescriptor.err)));
    System.setOut(System.err); // whatever else prints must not get between the results
    System.exit(run(args, out, err));
  }

  private static int run(String[] args, ConsoleWriter out, ConsoleWriter err) {
    try {
      Host host =
          new Host(
              LlamaScorer::open,
              RuntimeInstaller::ofThisUser,
              ChildProcessProbe.ofThisJava(),
              System.in,
              System::getenv,
              StandardStream.terminals(),
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
