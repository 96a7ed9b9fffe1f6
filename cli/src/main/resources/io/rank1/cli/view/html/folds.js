/* What opens and closes below a passage: all of it, its reasoning, and its samples. */

function folds(pair, passage) {
  const box = element("div", "folds");
  const whole = fold("quiet fold-passage", "Whole passage", (open) => {
    passage.classList.toggle("whole", open);
    fill(passage, open ? pair.passage : startOf(pair));
  });
  if (pair.passage.length > 200 || pair.passage.includes("\n")) box.append(whole);
  const excerpt = excerptOf(pair);
  if (pair.reasoning.trim()) {
    const tokens = pair.samples ? nearestOf(pair).tokens : pair.tokens;
    const title = (pair.samples ? "Reasoning nearest to the mean" : "Reasoning") + (tokens ? " \u00b7 " + plural(tokens, "token") : "");
    const toggle = textFold("quiet fold-reasoning", title, pair.reasoning, box, (open) => {
      if (excerpt && excerpt.of === pair.reasoning) excerpt.text.hidden = open;
    });
    box.append(toggle);
    if (allOpen) queueMicrotask(() => toggle.click());
  }
  if (pair.samples) box.append(samplesFold(pair, box));
  if (excerpt) queueMicrotask(() => box.after(excerpt.text));
  return box;
}

/** A button that opens and closes something. */
function fold(className, title, turn) {
  const toggle = button(className, title, () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", open);
    turn(open);
  });
  toggle.setAttribute("aria-expanded", "false");
  return toggle;
}

/** One for a text behind a place, which is made when it is first opened. */
function textFold(className, title, reasoning, place, turn) {
  let text = null;
  return fold(className, title, (open) => {
    if (!text) {
      text = element("div", "reasoning");
      text.dir = "auto";
      fill(text, reasoning.trim() || "(empty)");
      place.after(text);
    }
    text.hidden = !open;
    turn(open);
  });
}

/** The chains of a mean, each with a fold of its own. */
function samplesFold(pair, place) {
  let chains = null;
  return fold("quiet fold-samples", plural(pair.samples.length, "sample") + " \u00b7 " + plural(pair.tokens, "token"), (open) => {
    if (!chains) {
      chains = element("ol", "samples");
      chains.setAttribute("aria-label", "Samples");
      pair.samples.forEach((chain, i) => chains.append(sampleOf(chain, i + 1)));
      let last = place; // below the reasoning, where that is open
      while (last.nextElementSibling) last = last.nextElementSibling;
      last.after(chains);
    }
    chains.hidden = !open;
  });
}

function sampleOf(chain, n) {
  const item = element("li", chain.label === "true" ? "yes" : "");
  const box = element("div", "sample");
  const p = chain.p === undefined ? "\u2013" : chain.p.toFixed(4);
  const label = chain.label || "no score";
  box.append(element("span", "p", p), element("span", "word", label));
  const title = plural(chain.tokens, "token") + (chain.finish ? ", " + words(chain.finish) : "");
  const toggle = textFold("quiet fold-sample", title, chain.reasoning, box, () => {});
  toggle.setAttribute("aria-label", "Sample " + n + ", " + p + " " + label + ", " + title);
  box.append(toggle);
  item.append(box);
  return item;
}

function spreadOf(pair) {
  const spread = element("span", "spread", "\u00b1" + pair.spread.toFixed(4));
  spread.title = "Standard deviation of the samples";
  return spread;
}

/** The sample whose reasoning stands for all. */
function nearestOf(pair) {
  return pair.samples.find((chain) => chain.reasoning === pair.reasoning) || { tokens: 0 };
}

/** Everything that was thought about a passage. */
function reasoningOf(pair) {
  return pair.samples ? [pair.reasoning, ...pair.samples.map((chain) => chain.reasoning)] : [pair.reasoning];
}

/** The part of the reasoning with what is looked for, the samples' where it is only there. */
function excerptOf(pair) {
  if (!filter.text) return null;
  const of = reasoningOf(pair).find((text) => text.toLowerCase().includes(filter.text));
  if (of === undefined) return null;
  const text = element("p", "excerpt");
  text.dir = "auto";
  const part = around(of, of.toLowerCase().indexOf(filter.text));
  fill(text, part.length > EXCERPT ? part.slice(0, EXCERPT).replace(/\s+\S*$/, "") + " \u2026" : part);
  return { of, text };
}
