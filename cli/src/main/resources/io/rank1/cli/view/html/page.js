"use strict";
(() => {
  const index = JSON.parse(document.getElementById("index").textContent);
  const queries = index.queries;
  const $ = (id) => document.getElementById(id);
  const LABELS = ["true", "false", "none"];
  const FINISHES = 8; // codes: see PageData
  const NO_FINISH = 7;
  const ROW = 68; // as --row in the style
  const CHUNK = 20;
  const START = 1500; // characters of a folded passage, more than its three lines
  const PIECE = 20000;
  const number = new Intl.NumberFormat("en");

  const filter = { text: "", label: "all", finish: "all" };
  const parsed = new Map(); // pairs by query
  let current = -1;
  let shown = []; // places in the current query's pairs that pass the filter
  let drawn = 0;
  let listed = queries.map((_, i) => i);
  let hits = null; // by query, where a filter is set; undefined where not counted yet
  let counting = 0;
  let allOpen = false;

  /* ---- data ---- */

  /** The pairs of a query, or null while the page is still arriving. */
  function pairsOf(i) {
    if (!parsed.has(i)) {
      const block = $("ranking-" + i);
      if (!block || (document.readyState === "loading" && !block.nextElementSibling)) return null;
      parsed.set(i, JSON.parse(block.textContent));
    }
    return parsed.get(i);
  }

  function code(query, place) {
    const c = query.codes.charCodeAt(place) - 65;
    return { label: LABELS[Math.floor(c / FINISHES)], finish: c % FINISHES };
  }

  function count(query, wanted) {
    let n = 0;
    for (let i = 0; i < query.codes.length; i++) if (wanted(code(query, i))) n++;
    return n;
  }

  /** Control characters as their pictures, and no overrides of direction: both would hide text. */
  function visible(text) {
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202d\u202e]/g, (c) => {
      const at = c.charCodeAt(0);
      return at < 0x20 ? String.fromCharCode(0x2400 + at) : at === 0x7f ? "\u2421" : "\ufffd";
    });
  }

  /* ---- elements: texts get in as text nodes and nowhere else ---- */

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

  /* ---- the list of queries: rows exist for what is in view ---- */

  const list = $("list");
  const rows = $("rows");
  const live = new Map();

  function drawList() {
    rows.style.height = listed.length * ROW + "px";
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 4);
    const last = Math.min(listed.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 4);
    for (const [place, row] of live) {
      if (place < first || place >= last) {
        row.remove();
        live.delete(place);
      }
    }
    for (let place = first; place < last; place++) {
      if (!live.has(place)) {
        const row = listRow(place);
        live.set(place, row);
        rows.append(row);
      }
    }
  }

  function redrawList() {
    const focused = document.activeElement && document.activeElement.closest("#rows a");
    const name = focused && focused.hash;
    live.forEach((row) => row.remove());
    live.clear();
    drawList();
    if (name) {
      live.forEach((row) => row.firstChild.hash === name && row.firstChild.focus({ preventScroll: true }));
    }
  }

  function listRow(place) {
    const i = listed[place];
    const query = queries[i];
    const row = element("li");
    row.style.top = place * ROW + "px";
    row.setAttribute("aria-setsize", listed.length);
    row.setAttribute("aria-posinset", place + 1);
    const link = element("a");
    link.href = "#" + encodeURIComponent(query.name);
    link.tabIndex = i === current ? 0 : -1;
    if (i === current) link.setAttribute("aria-current", "true");
    const name = element("bdi", "name", visible(query.name));
    const words = element("bdi", "words", visible(query.query.slice(0, 200)));
    const total = query.codes.length;
    const relevant = query.relevant;
    const found = hits ? hits[i] : undefined;
    const counts = hits ? (found === undefined ? "\u2026" : number.format(found)) + " of " + total : relevant + " of " + total + " true";
    const share = element("span", "share");
    const bar = element("i");
    bar.style.setProperty("--part", (100 * (hits ? found || 0 : relevant)) / total + "%");
    share.append(bar);
    share.setAttribute("aria-hidden", "true");
    link.append(name, element("span", "hits", counts), words, share);
    row.append(link);
    return row;
  }

  /** Lists the queries that are looked for and have a passage that passes the filters. */
  function find() {
    const needle = $("find").value.trim().toLowerCase();
    listed = [];
    queries.forEach((q, i) => {
      const called = !needle || q.name.toLowerCase().includes(needle) || q.query.toLowerCase().includes(needle);
      if (called && !(hits && hits[i] === 0)) listed.push(i);
    });
    tellFound();
    redrawList();
  }

  function tellFound() {
    let text = listed.length === queries.length ? plural(listed.length, "query", "queries") : number.format(listed.length) + " of " + plural(queries.length, "query", "queries");
    if (hits) {
      const total = hits.reduce((sum, n) => sum + (n || 0), 0);
      text += ", " + plural(total, "passage") + (counting ? " so far" : "");
    }
    $("found").textContent = text;
  }

  function reveal(i) {
    const place = listed.indexOf(i);
    if (place < 0) return;
    const top = place * ROW;
    if (top < list.scrollTop || top + ROW > list.scrollTop + list.clientHeight) {
      list.scrollTop = Math.max(0, top - list.clientHeight / 2 + ROW);
    }
  }

  /* ---- filters ---- */

  function isSet() {
    return filter.text !== "" || filter.label !== "all" || filter.finish !== "all";
  }

  function passesCode(c) {
    return (filter.label === "all" || c.label === filter.label) && (filter.finish === "all" || c.finish === Number(filter.finish));
  }

  function passesText(pair) {
    const needle = filter.text;
    return !needle || pair.docid.toLowerCase().includes(needle) || pair.passage.toLowerCase().includes(needle) || pair.reasoning.toLowerCase().includes(needle);
  }

  function matches(i) {
    const query = queries[i];
    const places = [];
    const pairs = filter.text ? pairsOf(i) : null;
    for (let place = 0; place < query.codes.length; place++) {
      if (passesCode(code(query, place)) && (!pairs || passesText(pairs[place]))) places.push(place);
    }
    return places;
  }

  /** Counts what passes in every query; with a text, in slices, as all texts are looked through. */
  function countHits() {
    const run = ++countRun;
    counting = 0;
    hits = isSet() ? new Array(queries.length) : null;
    if (hits && !filter.text) {
      queries.forEach((q, i) => (hits[i] = count(q, passesCode)));
    } else if (hits) {
      counting = 1;
      slice(run, 0);
    }
    find();
  }
  let countRun = 0;

  function slice(run, from) {
    if (run !== countRun) return;
    const end = performance.now() + 25;
    let i = from;
    while (i < queries.length && performance.now() < end && pairsOf(i)) {
      hits[i] = matches(i).length;
      i++;
    }
    counting = i < queries.length ? 1 : 0;
    find();
    if (counting) setTimeout(slice, 30, run, i);
  }

  function applyFilters() {
    const form = $("filters");
    filter.text = $("text").value.trim().toLowerCase();
    filter.label = form.elements.label.value;
    filter.finish = $("finish").value;
    countHits();
    drawRanking();
  }

  function clearFilters() {
    $("filters").reset();
    applyFilters();
    $("text").focus();
  }

  /* ---- the ranking of a query ---- */

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
    if (goal !== null) goTo(goal);
  }

  function tally(query) {
    const total = query.codes.length;
    if (isSet()) return number.format(shown.length) + " of " + plural(total, "passage");
    const unscored = count(query, (c) => c.label === "none");
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
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start" });
    }
  }

  function item(pair, place) {
    const c = code(queries[current], place);
    const li = element("li", c.label === "true" ? "yes" : c.label === "none" ? "unscored" : "");
    li.tabIndex = -1;
    li.append(placeOf(pair, place), bodyOf(pair, place, c));
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

  function bodyOf(pair, place, c) {
    const body = element("div");
    const head = element("div", "head");
    if (c.label !== "none") {
      const bar = element("span", "bar");
      bar.setAttribute("aria-hidden", "true");
      const inside = element("i");
      inside.style.setProperty("--p", 100 * pair.p + "%");
      bar.append(inside);
      const p = element("span", "p", pair.p.toFixed(4));
      p.title = "P(true) " + pair.p + ", difference of the logits " + pair.difference.toFixed(3);
      head.append(bar, p);
    }
    head.append(element("span", "word", c.label === "none" ? "no score" : c.label));
    const link = element("a", "docid");
    link.dir = "auto";
    link.href = "#" + encodeURIComponent(queries[current].name) + "/" + encodeURIComponent(pair.docid);
    fill(link, pair.docid);
    head.append(link);
    const finish = c.finish === NO_FINISH ? "not reranked" : index.finishes[c.finish];
    if (finish !== "answered") head.append(element("span", "tag", finish.replaceAll("_", " ")));
    if (pair.cut) head.append(element("span", "tag", "passage cut to fit"));
    body.append(head);
    const passage = element("p", "passage");
    passage.dir = "auto";
    fill(passage, startOf(pair));
    body.append(passage);
    if (pair.error) body.append(element("p", "error", visible(pair.error)));
    body.append(folds(pair, passage));
    return body;
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

  function folds(pair, passage) {
    const box = element("div", "folds");
    const whole = button("quiet fold-passage", "Whole passage", () => {
      const open = whole.getAttribute("aria-expanded") !== "true";
      whole.setAttribute("aria-expanded", open);
      passage.classList.toggle("whole", open);
      fill(passage, open ? pair.passage : startOf(pair));
    });
    whole.setAttribute("aria-expanded", "false");
    if (pair.passage.length > 200 || pair.passage.includes("\n")) box.append(whole);
    if (pair.reasoning.trim()) {
      let text = null;
      const at = filter.text ? pair.reasoning.toLowerCase().indexOf(filter.text) : -1;
      const excerpt = at < 0 ? null : element("p", "excerpt");
      const toggle = button("quiet fold-reasoning", "Reasoning" + (pair.tokens ? " \u00b7 " + plural(pair.tokens, "token") : ""), () => {
        const open = toggle.getAttribute("aria-expanded") !== "true";
        toggle.setAttribute("aria-expanded", open);
        if (open && !text) {
          text = element("div", "reasoning");
          text.dir = "auto";
          fill(text, pair.reasoning.trim());
          box.after(text);
        }
        if (text) text.hidden = !open;
        if (excerpt) excerpt.hidden = open;
      });
      if (excerpt) {
        excerpt.dir = "auto";
        fill(excerpt, around(pair.reasoning, at).slice(0, 240).replace(/\s+\S*$/, "") + " \u2026");
        queueMicrotask(() => box.after(excerpt));
      }
      toggle.setAttribute("aria-expanded", "false");
      box.append(toggle);
      if (allOpen) queueMicrotask(() => toggle.click());
    }
    return box;
  }

  function openAll() {
    allOpen = !allOpen;
    $("open-all").textContent = allOpen ? "Close all reasoning" : "Open all reasoning";
    ranking.querySelectorAll('.fold-reasoning[aria-expanded="' + !allOpen + '"]').forEach((b) => b.click());
  }

  /* ---- addresses, keys, colours ---- */

  function route() {
    const hash = location.hash.slice(1);
    const whole = queries.findIndex((q) => q.name === decoded(hash)); // a slash typed by hand
    const [name, docid] = hash.split("/").map(decoded);
    const i = whole < 0 ? queries.findIndex((q) => q.name === name) : whole;
    select(i < 0 ? Math.max(0, current) : i, whole >= 0 || docid === undefined ? null : docid);
    closeSide();
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // typed by hand
    }
  }

  function step(by) {
    const place = listed.indexOf(current) + by;
    const next = listed.length && place >= 0 && place < listed.length ? listed[place] : current;
    if (next !== current) location.hash = encodeURIComponent(queries[next].name);
  }

  function stepItem(by) {
    const items = [...ranking.children];
    const at = items.indexOf(document.activeElement && document.activeElement.closest("#ranking > li"));
    const to = at < 0 ? firstInView(items) : at + by;
    if (to >= drawn - 2) drawMore();
    focusItem(Math.max(0, to));
  }

  function firstInView(items) {
    const top = $("filters").getBoundingClientRect().bottom;
    return Math.max(0, items.findIndex((e) => e.getBoundingClientRect().bottom > top + 20));
  }

  function pressIn(selector) {
    const here = document.activeElement && document.activeElement.closest("#ranking > li");
    const target = here && here.querySelector(selector);
    if (target) target.click();
  }

  function dark() {
    const set = document.documentElement.dataset.theme;
    return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function setTheme(theme) {
    if (theme) document.documentElement.dataset.theme = theme;
    $("theme").textContent = dark() ? "Light" : "Dark";
  }

  function toggleTheme() {
    const theme = dark() ? "light" : "dark";
    setTheme(theme);
    try {
      localStorage.setItem("rank1-theme", theme);
    } catch {
      // a page from a file may have no storage
    }
  }

  function closeSide() {
    document.body.classList.remove("side-open");
    $("menu").setAttribute("aria-expanded", "false");
  }

  function openSide() {
    document.body.classList.add("side-open");
    $("menu").setAttribute("aria-expanded", "true");
    drawList();
    $("find").focus();
  }

  const KEYS = {
    j: () => stepItem(1),
    k: () => stepItem(-1),
    o: () => pressIn(".fold-reasoning"),
    w: () => pressIn(".fold-passage"),
    n: () => step(1),
    p: () => step(-1),
    "/": () => $("text").focus(),
    q: () => (getComputedStyle($("menu")).display === "none" ? $("find").focus() : openSide()),
    t: toggleTheme,
    "?": () => $("help").showModal(),
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || $("help").open) return;
    const typing = e.target.matches("input[type=search], select");
    if (e.key === "Escape") {
      if (typing) $("main").focus();
      closeSide();
    } else if (!typing && KEYS[e.key]) {
      e.preventDefault();
      KEYS[e.key]();
    }
  });

  rows.addEventListener("keydown", (e) => {
    const by = e.key === "ArrowDown" ? 1 : e.key === "ArrowUp" ? -1 : 0;
    const link = e.target.closest("a");
    if (!by || !link) return;
    e.preventDefault();
    const place = [...live].find(([, row]) => row.firstChild === link)[0] + by;
    if (place < 0 || place >= listed.length) return;
    const top = place * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    drawList();
    live.get(place).firstChild.focus({ preventScroll: true });
  });

  function startFinishes() {
    const counts = new Map();
    for (const query of queries) {
      for (let i = 0; i < query.codes.length; i++) {
        const finish = code(query, i).finish;
        counts.set(finish, (counts.get(finish) || 0) + 1);
      }
    }
    const any = element("option", "", "any finish");
    any.value = "all";
    $("finish").append(any);
    [...counts.keys()].sort((a, b) => a - b).forEach((finish) => {
      const name = finish === NO_FINISH ? "not reranked" : index.finishes[finish].replaceAll("_", " ");
      const option = element("option", "", name + " (" + number.format(counts.get(finish)) + ")");
      option.value = finish;
      $("finish").append(option);
    });
  }

  function startFacts() {
    const pairs = queries.reduce((sum, q) => sum + q.codes.length, 0);
    const parts = [plural(queries.length, "query", "queries") + ", " + plural(pairs, "passage")];
    if (index.models.length) parts.push(index.models.join(", "));
    $("facts").textContent = visible(parts.join(" \u00b7 "));
  }

  let typing = 0;
  function soon(action) {
    clearTimeout(typing);
    typing = setTimeout(action, 120);
  }

  let stored = null;
  try {
    stored = localStorage.getItem("rank1-theme");
  } catch {
    // as above
  }
  setTheme(stored === "dark" || stored === "light" ? stored : "");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(""));
  startFacts();
  startFinishes();
  list.addEventListener("scroll", drawList, { passive: true });
  addEventListener("resize", drawList);
  $("find").addEventListener("input", () => soon(() => { list.scrollTop = 0; find(); }));
  $("find").addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" && live.size) {
      e.preventDefault();
      live.get(Math.min(...live.keys())).firstChild.focus();
    } else if (e.key === "Enter" && listed.length) {
      location.hash = encodeURIComponent(queries[listed[0]].name);
    }
  });
  $("text").addEventListener("input", () => soon(applyFilters));
  $("filters").addEventListener("change", applyFilters);
  $("filters").addEventListener("submit", (e) => e.preventDefault());
  $("clear").addEventListener("click", clearFilters);
  $("open-all").addEventListener("click", openAll);
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("theme").addEventListener("click", toggleTheme);
  $("help-open").addEventListener("click", () => $("help").showModal());
  $("menu").addEventListener("click", openSide);
  $("main").addEventListener("click", (e) => e.target.id !== "menu" && closeSide());
  $("skip").addEventListener("click", () => $("main").focus());
  new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && drawMore(), { root: $("main"), rootMargin: "1200px" }).observe(more);
  addEventListener("hashchange", route);
  tellFound();
  route();
})();
