package io.rank1.llama;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Texts of every kind that tokenizers stumble over: prose, code, Chinese, Japanese and Korean,
 * scripts with marks, emoji, digits, runs of blanks, and what looks like control tokens.
 */
final class VariedTexts {

  private static final String[] PIECES = {
    "the boundary layer",
    "An investigation of",
    "heat transfer",
    "supersonic flow",
    "Wing-body",
    "shear-flow, past a flat plate .",
    "experimental study of a",
    "NACA",
    "eBay",
    "mL",
    "NaOH",
    "iPhone15Pro",
    "HTTPServer",
    "camelCaseWords",
    "don't",
    "it's",
    "WE'LL",
    "I'D've",
    "o'clock",
    "public static void main(String[] args) {",
    "return x[i+1] != y->z;",
    "}\n\n",
    "\tif (a<=b)",
    "def f(x):\n    return x**2  # ok",
    "\"json\": {\"a\": [1,2]}",
    "https://x.org/a?b=c&d=%20e",
    "<div class='q'>",
    "</div>",
    "$\\alpha_{i}^2$",
    "//////",
    "/*---*/",
    "====>",
    "...",
    "!?",
    "水",
    "北京大学",
    "これはテストです",
    "カタカナ",
    "안녕하세요",
    "漢字かな交じり文",
    "ไทย",
    "हिन्दी",
    "العربية",
    "עברית",
    "Ελληνικά",
    "Русский ТЕКСТ",
    "Größe",
    "naïve café",
    "ÀÉÎõü",
    "ǅungla",
    "\uD83D\uDE00",
    "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
    "\uD83C\uDDE9\uD83C\uDDEA",
    "\u2764\uFE0F",
    "\uD834\uDD1E",
    "e\u0301",
    "\u2028",
    "\u00A0",
    "\u3000",
    "\u200B",
    "\u0000",
    "7",
    "42",
    "1234567",
    "3.14159",
    "1,000,000",
    "²³",
    "½",
    "Ⅷ",
    "٣٤",
    "0x1F",
    "2025-02-26",
    " ",
    "  ",
    "     ",
    "\t",
    "\t\t",
    "\n",
    "\n\n\n",
    "\r\n",
    " \n ",
    "   \n\n  ",
    "\u0085",
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|begin_of_text|>",
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "[INST]",
    "<s>",
    "</s>",
    "<unk>",
    "[PAD300]",
    "<|",
    "|>",
    " true",
    " false",
    "Determine if the following passage is relevant to the query.",
    "Query: ",
  };

  /** Everything. */
  static final VariedTexts ALL = new VariedTexts(List.of(PIECES));

  /** Without marks that combine, and without upper and lower case other than of a to z. */
  static final VariedTexts PLAIN_CASE = ALL.without("[\\p{M}[\\p{Lu}\\p{Ll}\\p{Lt}&&[^a-zA-Z]]]");

  private final List<String> pieces;

  private VariedTexts(List<String> pieces) {
    this.pieces = pieces;
  }

  /** With more pieces, each as often as three of the others. */
  VariedTexts and(Collection<String> more) {
    List<String> all = new ArrayList<>(pieces);
    for (int i = 0; i < 3; i++) {
      all.addAll(more);
    }
    return new VariedTexts(all);
  }

  private VariedTexts without(String letters) {
    Pattern pattern = Pattern.compile(letters);
    return new VariedTexts(
        pieces.stream().filter(piece -> !pattern.matcher(piece).find()).toList());
  }

  List<String> of(int count, long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = 1 + random.nextInt(30); left > 0; left--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
        if (random.nextBoolean()) {
          text.append(' ');
        }
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
