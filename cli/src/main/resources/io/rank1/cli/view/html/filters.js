/* Filters by text, label, finish reason and deciding pass, which count in every query. */

function isSet() {
  return filter.text !== "" || filter.label !== "all" || filter.finish !== "" || filter.decided !== "";
}

function passesChoices(k) {
  return (filter.label === "all" || k.label === filter.label) && (!filter.finish || finishOf(k) === filter.finish) && (!filter.decided || k.decided === filter.decided);
}

function passesText(pair) {
  const needle = filter.text;
  return !needle || [pair.docid, pair.passage, ...reasoningOf(pair)].some((text) => text.toLowerCase().includes(needle));
}

function matches(i) {
  const query = queries[i];
  const places = [];
  const pairs = filter.text ? pairsOf(i) : null;
  for (let place = 0; place < query.codes.length; place++) {
    if (passesChoices(kind(query, place)) && (!pairs || passesText(pairs[place]))) places.push(place);
  }
  return places;
}

/** Counts what passes in every query; with a text, in slices, as all texts are looked through. */
function countHits() {
  const run = ++countRun;
  counting = 0;
  hits = isSet() ? new Array(queries.length) : null;
  if (hits && !filter.text) {
    queries.forEach((q, i) => (hits[i] = count(q, passesChoices)));
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
  const text = $("text").value.trim().toLowerCase();
  const label = $("filters").elements.label.value;
  const finish = $("finish").value;
  const decided = $("decided").value;
  if (text === filter.text && label === filter.label && finish === filter.finish && decided === filter.decided) {
    return; // leaving a field is a change to it, too, and must not close what is open
  }
  Object.assign(filter, { text, label, finish, decided });
  countHits();
  drawRanking();
}

function clearFilters() {
  $("filters").reset();
  applyFilters();
  $("text").focus();
}
