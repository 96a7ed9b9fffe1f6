/* Addresses, keys and colours. */

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
  s: () => pressIn(".fold-samples"),
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
