/* What happens once, when all functions are there. */

function addOption(select, value, text) {
  const option = element("option", "", text);
  option.value = value;
  select.append(option);
}

function startFinishes() {
  const counts = countsBy(finishOf);
  addOption($("finish"), "", "any finish");
  [...index.finishes, NO_FINISH].filter((finish) => counts.has(finish)).forEach((finish) => {
    const name = finish === NO_FINISH ? "not reranked" : words(finish);
    addOption($("finish"), finish, name + " (" + number.format(counts.get(finish)) + ")");
  });
}

/** Only cascades have passes. */
function startDecisions() {
  const counts = countsBy((k) => k.decided);
  const passes = ["thinking", "direct"].filter((pass) => counts.has(pass));
  addOption($("decided"), "", "any pass");
  passes.forEach((pass) => addOption($("decided"), pass, passName(pass) + " (" + number.format(counts.get(pass)) + ")"));
  $("decided-box").hidden = passes.length === 0;
  $("filters").classList.toggle("with-passes", passes.length > 0);
}

function startFacts() {
  const pairs = queries.reduce((sum, q) => sum + q.codes.length, 0);
  const parts = [plural(queries.length, "query", "queries") + ", " + plural(pairs, "passage")];
  if (index.models.length) parts.push(index.models.join(", "));
  if (index.firstModels.length) parts.push("first pass by " + index.firstModels.join(", "));
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
startDecisions();
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
new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && drawNear(), { root: $("main"), rootMargin: REACH + "px" }).observe(more);
addEventListener("hashchange", route);
tellFound();
route();
