/* The list of queries: rows exist for what is in view. */

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
