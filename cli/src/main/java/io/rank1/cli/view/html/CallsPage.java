package io.rank1.cli.view.html;

import io.rank1.cli.view.CallLine;
import io.rank1.cli.view.CallsText;
import io.rank1.cli.view.QueryCalls;
import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * Calls about lists as a page: per query what each call showed, what moved, and what the model
 * said. It has no script: a browser folds and searches it by itself.
 */
public final class CallsPage implements Page {

  private static final String HEAD =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n"
          + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";

  private final String title;
  private final QueryCalls calls;

  /**
   * @param title the name of the file that holds the calls
   * @param calls what the page shows
   */
  public CallsPage(String title, QueryCalls calls) {
    this.title = title;
    this.calls = calls;
  }

  @Override
  public void write(Writer out) throws IOException {
    out.write(HEAD + text(title) + "</title>\n</head>\n<body>\n<h1>" + text(title) + "</h1>\n");
    for (Map.Entry<String, List<CallLine>> query : calls.queries().entrySet()) {
      List<CallLine> all = query.getValue();
      out.write("<h2 id=\"" + text(query.getKey()) + "\">" + text(query.getKey()) + "</h2>\n");
      out.write("<p>" + text(all.get(0).query()) + "</p>\n");
      for (int i = 0; i < all.size(); i++) {
        writeCall(out, i + 1, all.get(i));
      }
    }
    out.write("</body>\n</html>\n");
  }

  private static void writeCall(Writer out, int number, CallLine call) throws IOException {
    out.write("<details>\n<summary>" + number + ": ");
    out.write(text(CallsText.now(call)) + "</summary>\n<dl>\n");
    writeField(out, "shown", String.join("  ", call.docids()));
    writeField(out, "read", call.read());
    writeField(out, "fall-backs", String.join(", ", call.fallbacks()));
    writeField(out, "logits", String.join("  ", call.logits()));
    writeField(out, "tokens", String.valueOf(call.completionTokens()));
    out.write("</dl>\n");
    if (call.answer().isPresent()) {
      String answer = Page.escaped(PlainText.lines(call.answer().get()));
      out.write("<pre>" + answer + "</pre>\n");
    }
    out.write("</details>\n");
  }

  private static void writeField(Writer out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.write("<dt>" + name + "</dt><dd>" + text(value) + "</dd>\n");
    }
  }

  private static String text(String text) {
    return Page.escaped(PlainText.line(text));
  }
}
