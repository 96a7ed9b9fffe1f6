/* The ranking of the current query: passages are added as they come near the view. */

const ranking = $("ranking");
const more = $("more");
let goal = null; // a docid to go to

function select(i, docid) {
  const again = i === current;
  current = i;
  goal = docid;
  const query = queries[i];
  document.title = query.name + " \u00b7 " + index.file;
  $("qid").textContent = visible(query.name);
  $("query").textContent = visible(query.query);
  $("query").className = query.query.length > 220 ? "long" : "";
  $("instruction-box").hidden = !query.instruction;
  $("instruction").textContent = visible(query.instruction);
  $("position").textContent = number.format(i + 1) + " of " + number.format(queries.length);
  $("previous").disabled = i === 0;
  $("next").disabled = i === queries.length - 1;
  reveal(i);
  redrawList();
  if (!again || docid) {
    allOpen = false;
    if (!docid) $("main").scrollTop = 0;
    drawRanking();
  }
}

function drawRanking() {
  const pairs = pairsOf(current);
  ranking.textContent = "";
  if (!pairs) {
    $("shown").textContent = "Loading\u2026";
    requestAnimationFrame(drawRanking);
    return;
  }
  shown = matches(current);
  drawn = 0;
  $("empty").hidden = shown.length > 0;
  $("open-all").textContent = allOpen ? "Close all reasoning" : "Open all reasoning";
  $("shown").textContent = tally(queries[current]);
  drawMore();
  drawNear();
  if (goal !== null) goTo(goal);
}

function tally(query) {
  const total = query.codes.length;
  if (isSet()) return number.format(shown.length) + " of " + plural(total, "passage");
  const unscored = count(query, (k) => k.label === "none");
  return plural(total, "passage") + ", " + number.format(query.relevant) + " true" + (unscored ? ", " + number.format(unscored) + " without a score" : "");
}

function drawMore() {
  const pairs = pairsOf(current);
  if (!pairs || drawn >= shown.length) return;
  const end = Math.min(shown.length, drawn + CHUNK);
  const part = document.createDocumentFragment();
  for (; drawn < end; drawn++) part.append(item(pairs[shown[drawn]], shown[drawn]));
  ranking.append(part);
}

/** Draws until the end is out of reach; the observer tells only of what comes into it. */
function drawNear() {
  while (drawn < shown.length && more.getBoundingClientRect().top <= innerHeight + REACH) drawMore();
}

function goTo(docid) {
  goal = null;
  const pairs = pairsOf(current);
  const place = shown.findIndex((p) => pairs[p].docid === docid);
  if (place < 0) return;
  while (drawn <= place) drawMore();
  focusItem(place);
}

function focusItem(place) {
  const target = ranking.children[place];
  if (target) {
    const filters = $("filters"); // which may lie above the ranking, in one row or more
    const lies = getComputedStyle(filters).position === "sticky";
    $("main").style.scrollPaddingTop = lies ? filters.offsetHeight + "px" : "";
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  }
}

function item(pair, place) {
  const k = kind(queries[current], place);
  const li = element("li", k.label === "true" ? "yes" : k.label === "none" ? "unscored" : "");
  li.tabIndex = -1;
  li.append(placeOf(pair, place), bodyOf(pair, place, k));
  return li;
}

function placeOf(pair, place) {
  const box = element("div", "place");
  box.append(element("b", "", number.format(place + 1)));
  if (pair.before) {
    const by = pair.before - (place + 1);
    const move = element("span", "move" + (by > 0 ? " up" : by < 0 ? " down" : ""));
    const sign = element("span", "", by > 0 ? "\u25b2" + by : by < 0 ? "\u25bc" + -by : "=");
    sign.setAttribute("aria-hidden", "true");
    move.append(sign, element("span", "hidden", by ? (by > 0 ? "up " + by : "down " + -by) + " from " + pair.before : "as in the first stage"));
    move.title = "First stage: " + number.format(pair.before);
    box.append(move);
  }
  return box;
}

function bodyOf(pair, place, k) {
  const body = element("div");
  const head = element("div", "head");
  if (k.label !== "none") {
    const p = element("span", "p", pair.p.toFixed(4));
    p.title = "P(true) " + pair.p + ", log odds " + pair.odds.toFixed(3);
    head.append(barOf(pair, k), p);
    if (pair.spread !== undefined) head.append(spreadOf(pair));
  }
  head.append(element("span", "word", k.label === "none" ? "no score" : k.label));
  const link = element("a", "docid");
  link.dir = "auto";
  link.href = "#" + encodeURIComponent(queries[current].name) + "/" + encodeURIComponent(pair.docid);
  fill(link, pair.docid);
  head.append(link);
  const finish = k.finish === undefined ? "not reranked" : k.finish;
  if (finish !== "answered") head.append(element("span", "tag", words(finish)));
  if (pair.cut) head.append(element("span", "tag", "passage cut to fit"));
  body.append(head);
  if (k.decided) body.append(element("p", "meta passes", passesOf(pair, k)));
  const passage = element("p", "passage");
  passage.dir = "auto";
  fill(passage, startOf(pair));
  body.append(passage);
  if (pair.error) body.append(element("p", "error", visible(pair.error)));
  body.append(folds(pair, passage));
  return body;
}

function barOf(pair, k) {
  const bar = element("span", "bar");
  bar.setAttribute("aria-hidden", "true");
  const inside = element("i");
  inside.style.setProperty("--p", 100 * pair.p + "%");
  bar.append(inside);
  if (pair.first && k.decided === "thinking") {
    const before = element("b");
    before.style.setProperty("--p", 100 * pair.first.p + "%");
    bar.append(before);
  }
  return bar;
}

function passName(pass) {
  return pass === "direct" ? "first pass" : pass;
}

/** Which pass of a cascade decided, and what the first says. */
function passesOf(pair, k) {
  const rank = pair.first ? "rank " + number.format(pair.first.rank) : "without a score";
  if (k.decided === "direct") return "Decided by the first pass (" + rank + ")";
  return "Decided by thinking (first pass " + (pair.first ? pair.first.p.toFixed(4) + " " + pair.first.label + ", " : "") + rank + ")";
}

/** The start of a passage, or the part with what is looked for. */
function startOf(pair) {
  const at = filter.text ? pair.passage.toLowerCase().indexOf(filter.text) : -1;
  return at > 160 ? around(pair.passage, at) : pair.passage.slice(0, START) || "(empty passage)";
}

function around(text, at) {
  const from = text.indexOf(" ", Math.max(0, at - 90));
  const start = from < 0 || from > at ? at : from + 1;
  return (start > 0 ? "\u2026 " : "") + text.slice(start, start + START);
}

function openAll() {
  allOpen = !allOpen;
  $("open-all").textContent = allOpen ? "Close all reasoning" : "Open all reasoning";
  ranking.querySelectorAll('.fold-reasoning[aria-expanded="' + !allOpen + '"]').forEach((b) => b.click());
}
