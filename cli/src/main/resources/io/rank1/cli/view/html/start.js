/* What happens once, when all functions are there. */

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
new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && drawNear(), { root: $("main"), rootMargin: REACH + "px" }).observe(more);
addEventListener("hashchange", route);
tellFound();
route();
