package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.view.CallsText;
import io.rank1.cli.view.Catalogue;
import io.rank1.cli.view.FileFacts;
import io.rank1.cli.view.Overview;
import io.rank1.cli.view.Palette;
import io.rank1.cli.view.QueryCalls;
import io.rank1.cli.view.QueryRanking;
import io.rank1.cli.view.RankingText;
import io.rank1.cli.view.Rankings;
import io.rank1.cli.view.ResultFile;
import io.rank1.cli.view.Screen;
import io.rank1.cli.view.html.CallsPage;
import io.rank1.cli.view.html.HtmlPage;
import io.rank1.cli.view.html.PageFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the results of a job. */
@Command(
    name = "view",
    header = "Tool: shows rankings and the reasoning behind them.",
    sortOptions = false,
    description = {
      "",
      "Shows what a job has found, while it runs or afterwards: an overview of all queries, one"
          + " query with its passages and the reasoning about each, or a page for a browser.",
      ""
    },
    footer = {
      "",
      "Input: the output of a job in jsonl, or its journal, plain or packed with gzip or zstd. A"
          + " last line that is not whole is left out, with a note. In a journal the last line of a"
          + " document counts.",
      "",
      "Passages are in the order of the field rank, where the output has it, else of the score;"
          + " then of first-stage rank and docid. Those without a score come last. The number after"
          + " ▲ or ▼ is how many places a passage moved up or down against the first stage; = is"
          + " none. The number after ± is the standard deviation of the samples.",
      "",
      "Results of a cascade tell which pass decided, and what the first pass says. Its journal does"
          + " not tell the final order: there, the score that decides is the order of all"
          + " passages, thought about or not.",
      "",
      "Of a job of lists, the file of --calls or the journal shows per query what each call showed,"
          + " how the passages moved, and what the model said.",
      "",
      "Where a table had no identifiers, --qid and --docid take the number of a line, and pairs of"
          + " the same query text are one query.",
      "",
      "The page is one file that needs no network; it holds the texts of all its queries, "
          + HtmlPage.MOST_MILLION_CHARACTERS
          + " million characters at most: choose some by --limit, or one by --qid, where there are"
          + " more. The address of a query in it is FILE#QID.",
      "",
      "Environment:",
      "  NO_COLOR  no colours on a terminal, when it is set and not empty",
      "",
      "Examples:",
      "  rank1 view results.jsonl",
      "  rank1 view results.jsonl --qid q17 | less",
      "  rank1 view results.jsonl --html results.html"
    })
final class ViewCommand implements Callable<Integer> {

  private static final int USUAL_QUERIES = 20;
  private static final int USUAL_WIDTH = 100;

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "An output in jsonl, calls of lists, or a journal.")
  private Path file;

  @Option(
      names = "--qid",
      preprocessor = FreeText.class,
      paramLabel = "QID",
      description = "Show this query's passages.")
  private String qid;

  @Option(
      names = "--docid",
      preprocessor = FreeText.class,
      paramLabel = "DOCID",
      description = "Show this passage of the query, whole.")
  private String docid;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PositiveInt.class,
      description =
          "Show at most N queries, or N passages of the query (default: "
              + USUAL_QUERIES
              + " queries, all passages; on a page all queries).")
  private Integer limit;

  @Option(names = "--html", paramLabel = "OUT", description = "Write a page for a browser.")
  private Path html;

  @Option(names = "--overwrite", description = "Replace OUT if it is there.")
  private boolean overwrite;

  @Mixin private CommonOptions common;

  ViewCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (docid != null && (qid == null || html != null)) {
      throw CommandException.usage("--docid needs --qid, and is not for pages");
    }
    if (html == null && overwrite) {
      throw CommandException.usage("--overwrite needs --html");
    }
    try {
      ResultFile results = ResultFile.at(file);
      Optional<PageFile> page = page(); // before anything is read
      if (results.isOfCalls()) {
        showCalls(results, page);
      } else if (page.isPresent()) {
        writePage(results, page.get());
      } else if (qid == null) {
        showOverview(results);
      } else {
        showQuery(results);
      }
      return ExitCode.OK.number();
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private void showCalls(ResultFile results, Optional<PageFile> page) throws InputException {
    if (docid != null) {
      throw CommandException.usage(
          "--docid is for pairs, and " + file + " is of calls about lists");
    }
    int usual = html == null ? USUAL_QUERIES : Integer.MAX_VALUE;
    QueryCalls calls =
        qid == null ? QueryCalls.first(results, limitOr(usual)) : QueryCalls.ofQuery(results, qid);
    tell(calls.facts());
    if (page.isPresent()) {
      HtmlPage.requireRoom(results.name(), calls.chars());
      page.get().write(new CallsPage(file.getFileName().toString(), calls));
    } else {
      CallsText text = new CallsText(calls, screen());
      print(qid == null ? text.overview() : text.calls(limitOr(Integer.MAX_VALUE)));
    }
  }

  private void showOverview(ResultFile results) throws InputException {
    Catalogue catalogue = Catalogue.of(results);
    tell(catalogue.facts());
    print(new Overview(catalogue, screen()).text(limitOr(USUAL_QUERIES)));
  }

  private void showQuery(ResultFile results) throws InputException {
    Rankings rankings = Rankings.ofQuery(results, qid);
    tell(rankings.facts());
    QueryRanking query = rankings.queries().get(0);
    RankingText text = new RankingText(query, screen());
    print(
        docid == null
            ? text.ranking(limitOr(Integer.MAX_VALUE))
            : text.passage(docid)
                .orElseThrow(
                    () ->
                        CommandException.usage(
                            file + ": no passage " + docid + " of the query " + query.name())));
  }

  private void writePage(ResultFile results, PageFile page) throws InputException {
    Rankings rankings = rankings(results, limitOr(Integer.MAX_VALUE));
    tell(rankings.facts());
    page.write(new HtmlPage(file.getFileName().toString(), rankings));
  }

  private Optional<PageFile> page() {
    if (html == null) {
      return Optional.empty();
    }
    requireAnotherFile();
    return Optional.of(
        PageFile.at(html, overwrite ? PageFile.Existing.REPLACE : PageFile.Existing.KEEP));
  }

  private Rankings rankings(ResultFile results, int most) throws InputException {
    if (qid != null) {
      Rankings query = Rankings.ofQuery(results, qid).best(most);
      HtmlPage.requireRoom(results.name(), query.chars());
      return query;
    }
    Catalogue catalogue = Catalogue.of(results);
    HtmlPage.requireRoom(results.name(), catalogue.chars(most));
    return Rankings.first(results, catalogue, most);
  }

  private void requireAnotherFile() {
    try {
      if (Files.exists(file) && Files.exists(html) && Files.isSameFile(file, html)) {
        throw CommandException.usage("input and page are the same file: " + html);
      }
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + html + ": " + IoProblem.describe(e));
    }
  }

  private int limitOr(int usual) {
    return limit == null ? usual : limit;
  }

  private Screen screen() {
    if (!host.terminals().contains(StandardStream.OUT)) {
      return new Screen(USUAL_WIDTH, Palette.PLAIN);
    }
    String noColor = host.environment().apply("NO_COLOR");
    boolean plain = noColor != null && !noColor.isEmpty();
    return new Screen(terminalWidth(), plain ? Palette.PLAIN : Palette.COLOURED);
  }

  /** As picocli finds it, by asking the system's own tools. */
  private static int terminalWidth() {
    return CommandSpec.create().usageMessage().width(USUAL_WIDTH).autoWidth(true).width();
  }

  private void tell(FileFacts facts) {
    PrintWriter err = spec.commandLine().getErr();
    facts
        .torn()
        .ifPresent(
            line ->
                err.println(
                    "rank1: note: " + file + ":" + line + ": left out, as the line is not whole"));
    err.flush();
  }

  private void print(String text) {
    new ConsoleSink(spec.commandLine().getOut()).printPainted(text);
  }
}
