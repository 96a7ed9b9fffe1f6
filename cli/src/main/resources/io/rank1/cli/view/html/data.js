/* What the page holds, what is chosen of it, and how elements are made. */

const index = JSON.parse(document.getElementById("index").textContent);
const queries = index.queries;
const $ = (id) => document.getElementById(id);
const FIRST_CODE = "A".charCodeAt(0); // see PassageCodes
const NO_FINISH = "-"; // no name of a finish reason
const ROW = 68; // as --row in the style
const CHUNK = 20;
const START = 1500; // characters of a folded passage, more than its three lines
const EXCERPT = 240; // characters of reasoning around what is looked for
const PIECE = 20000; // characters drawn together
const REACH = 1200; // pixels below the view in which passages are drawn ahead
const number = new Intl.NumberFormat("en");

const filter = { text: "", label: "all", finish: "", decided: "" };
const parsed = new Map(); // pairs by query
let current = -1;
let shown = []; // places in the current query's pairs that pass the filter
let drawn = 0;
let listed = queries.map((_, i) => i);
let hits = null; // by query, where a filter is set; undefined where not counted yet
let counting = 0;
let allOpen = false;

/** The pairs of a query, or null while the page is still arriving. */
function pairsOf(i) {
  if (!parsed.has(i)) {
    const block = $("ranking-" + i);
    if (!block || (document.readyState === "loading" && !block.nextElementSibling)) return null;
    parsed.set(i, JSON.parse(block.textContent));
  }
  return parsed.get(i);
}

/** Label, finish reason and deciding pass of a passage: one object for all that share them. */
function kind(query, place) {
  return index.kinds[query.codes.charCodeAt(place) - FIRST_CODE];
}

function count(query, wanted) {
  let n = 0;
  for (let i = 0; i < query.codes.length; i++) if (wanted(kind(query, i))) n++;
  return n;
}

/** How often each value of a property occurs in all queries. */
function countsBy(property) {
  const counts = new Map();
  for (const query of queries) {
    for (let i = 0; i < query.codes.length; i++) {
      const value = property(kind(query, i));
      counts.set(value, (counts.get(value) || 0) + 1);
    }
  }
  return counts;
}

function words(name) {
  return name.replaceAll("_", " ");
}

/** Calls a kind's finish reason as the filter does. */
function finishOf(k) {
  return k.finish === undefined ? NO_FINISH : k.finish;
}

/** Control characters as their pictures, and no overrides of direction: both would hide text. */
function visible(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202d\u202e]/g, (c) => {
    const at = c.charCodeAt(0);
    return at < 0x20 ? String.fromCharCode(0x2400 + at) : at === 0x7f ? "\u2421" : "\ufffd";
  });
}

function element(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}

function button(className, text, action) {
  const b = element("button", className, text);
  b.type = "button";
  b.addEventListener("click", action);
  return b;
}

/** Puts a text in, with what is looked for marked; a long one in pieces, drawn when in view. */
function fill(target, text) {
  target.textContent = "";
  if (text.length <= PIECE) {
    fillPiece(target, text);
    return;
  }
  for (let from = 0; from < text.length; ) {
    const blank = text.indexOf(" ", from + PIECE);
    const to = blank < 0 || blank > from + 2 * PIECE ? from + PIECE : blank + 1;
    const piece = element("span", "piece");
    fillPiece(piece, text.slice(from, to));
    target.append(piece);
    from = to;
  }
}

function fillPiece(target, text) {
  const clean = visible(text);
  const needle = filter.text;
  const lower = needle ? clean.toLowerCase() : "";
  if (!needle || lower.length !== clean.length) {
    target.textContent = clean;
    return;
  }
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    target.append(clean.slice(from, at), element("mark", "", clean.slice(at, at + needle.length)));
    from = at + needle.length;
  }
  target.append(clean.slice(from));
}

function plural(n, one, many) {
  return number.format(n) + " " + (n === 1 ? one : many || one + "s");
}
