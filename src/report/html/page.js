"use strict";
// Walks through the findings, filters them and switches views. All text is put into the page as text.
const page = (() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const body = document.body;
  const main = one("#articles");
  const views = ["marked", "changes", "corrected"];
  let section = null; // the article that is shown
  let card = null; // the finding walked to
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const say = (text) => { one("#live").textContent = text; };

  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const wanted = () => {
    const severities = new Set(all(".filter").filter(pressed).map((b) => b.dataset.severity));
    const family = one("#family").value;
    return (c) => severities.has(c.dataset.severity) && (!family || c.dataset.family === family);
  };
  const cards = () => (section ? all(".card:not([hidden])", section) : []);

  function filter() {
    if (!section) return;
    const isWanted = wanted();
    const off = new Set();
    for (const c of all(".card", section)) {
      c.hidden = !isWanted(c);
      if (c.hidden || c.classList.contains("rejected")) off.add(c.dataset.f);
    }
    for (const mark of all(".mark", section)) {
      mark.classList.toggle("off", mark.dataset.f.split(" ").every((f) => off.has(f)));
    }
    for (const count of all(".filter .count")) {
      count.textContent = all(`.card[data-severity=${count.dataset.count}]`, section).length;
    }
    if (card && card.hidden) select(null);
    place();
  }

  function families() {
    const select = one("#family");
    const kept = select.value;
    const names = [...new Set(all(".card", main).map((c) => c.dataset.family))].sort();
    if (kept && !names.includes(kept)) names.push(kept);
    select.replaceChildren(make("option", "All families", { value: "" }), ...names.map((n) => make("option", n, { value: n })));
    select.value = kept;
  }

  function place() {
    const list = cards();
    const at = list.indexOf(card);
    one("#place").textContent = list.length ? `${at < 0 ? "–" : at + 1} of ${list.length}` : "none";
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  function bring(element) {
    const box = element.getBoundingClientRect();
    const top = one(".bar").offsetHeight + 24;
    if (box.top < top || box.bottom > innerHeight - 48) {
      const by = box.top - top - Math.max(0, (innerHeight - top) / 3 - box.height / 2);
      scrollBy({ top: by, behavior: calm.matches ? "auto" : "smooth" });
    }
  }

  // Makes `next` the finding walked to; `focus` moves the keyboard there.
  function select(next, { focus = true, scroll = true } = {}) {
    for (const old of all(".current")) old.classList.remove("current");
    card = next;
    if (card) {
      card.classList.add("current");
      const marks = all(".mark", section).filter((m) => m.dataset.f.split(" ").includes(card.dataset.f));
      for (const mark of marks) mark.classList.add("current");
      if (focus) card.focus({ preventScroll: true });
      if (scroll) {
        const list = card.parentElement;
        if (list.scrollHeight > list.clientHeight) list.scrollTop = card.offsetTop - list.offsetTop - list.clientHeight / 4;
        if (getComputedStyle(list).position === "sticky") { if (marks[0]) bring(marks[0]); } else bring(card);
      }
    }
    place();
  }

  function walk(by) {
    const list = cards();
    if (!list.length) return say("No finding is shown.");
    const at = list.indexOf(card);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
    if (next < 0 || next >= list.length) return say(by > 0 ? "That was the last finding." : "That was the first finding.");
    select(list[next]);
  }

  function view(name) {
    body.dataset.view = name;
    for (const button of all("[data-view]", one(".views"))) button.setAttribute("aria-pressed", button.dataset.view === name);
  }

  function show(next, focus) {
    section = next;
    for (const s of all(".article", main)) s.hidden = s !== next;
    for (const link of all(".frame > nav a")) {
      if (next && link.hash === `#${next.id}`) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
    card = null;
    filter();
    if (focus && next) { scrollTo(0, 0); one("h2", next).focus({ preventScroll: true }); }
  }

  function turn(by) {
    const list = all(".frame > nav a");
    const next = list[list.findIndex((a) => a.hasAttribute("aria-current")) + by];
    if (next) next.click();
  }

  function rule(name) {
    const found = document.getElementById(name);
    if (!found) return false;
    const copy = found.cloneNode(true);
    copy.removeAttribute("id");
    one("#rule-body").replaceChildren(copy);
    one("#rule-dialog").showModal();
    return true;
  }

  function list() {
    const sections = all(".article", main);
    if (sections.length < 2) return;
    const nav = make("nav", "", { "aria-label": "Articles" });
    const items = make("ol");
    const counts = (s) => [["errors", "error"], ["warnings", "warning"], ["hints", "hint"]]
      .filter(([key]) => s.dataset[key] !== "0").map(([key, noun]) => `${s.dataset[key]} ${noun}${s.dataset[key] === "1" ? "" : "s"}`);
    for (const s of sections) {
      const link = make("a", s.dataset.name, { href: `#${s.id}` });
      link.append(make("small", `${counts(s).join(", ") || "no findings"} · score ${s.dataset.score}`));
      const item = make("li");
      item.append(link);
      items.append(item);
    }
    nav.append(make("h2", `${sections.length} articles`), items);
    const frame = make("div", "", { class: "frame" });
    main.replaceWith(frame);
    frame.append(nav, main);
  }

  const keys = {
    n: () => walk(1), j: () => walk(1), p: () => walk(-1), k: () => walk(-1),
    "[": () => turn(-1), "]": () => turn(1),
    v: () => { const next = views[(views.indexOf(body.dataset.view) + 1) % 3]; view(next); say(`View: ${next}`); },
    r: () => { if (card) rule(one(".rule", card).hash.slice(1)); },
    "?": () => one("#help").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || typing || one("dialog[open]")) return;
    if (!one("#keys-on").checked || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key](event);
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button, .card");
    if (!target) return;
    if (target.matches(".filter")) { target.setAttribute("aria-pressed", !pressed(target)); return filter(); }
    if (target.matches(".views button")) return view(target.dataset.view);
    if (target.matches("[data-walk]")) return walk(Number(target.dataset.walk));
    if (target.matches("#help-button")) return one("#help").showModal();
    if (target.matches(".rule")) { if (rule(target.hash.slice(1))) event.preventDefault(); return; }
    if (target.matches(".mark")) { event.preventDefault(); return select(document.getElementById(target.hash.slice(1))); }
    if (target.matches(".place")) { event.preventDefault(); return select(target.closest(".card")); }
    if (target.matches(".card")) return select(target, { focus: false });
    if (target.closest(".frame > nav") && target.hash && document.getElementById(target.hash.slice(1))) {
      event.preventDefault();
      show(document.getElementById(target.hash.slice(1)), true);
    }
  });
  one("#family").addEventListener("change", filter);

  body.classList.add("scripted");
  view(body.dataset.start || "marked");
  const totals = one("#totals b");
  if (totals) { one("#overview").textContent = totals.textContent; one("#overview").hidden = false; }
  list();
  families();
  show(one(".article", main), false);
  return { one, all, make, say, keys, select, show, filter, families, current: () => ({ section, card }), main };
})();
