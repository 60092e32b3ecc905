"use strict";
// The decisions of a review. What the server answers is the article as it is now; the page shows it.
(() => {
  const { one, all, say, keys, main } = page;
  let busy = false; // one request at a time, so that each knows the version before it

  const actions = () => one(".article:not([hidden]) .actions");

  function notice(text, { bad = false, changed = false } = {}) {
    const box = one("#notice");
    box.hidden = !text;
    box.classList.toggle("bad", bad);
    one("p", box).textContent = text || "";
    one("#reload").hidden = !changed;
    clearTimeout(notice.timer);
    if (text && !bad) notice.timer = setTimeout(() => { box.hidden = true; }, 6000);
  }

  // Shows the article that the server has answered with, at the same finding.
  function show(state, { next = false, focus = false } = {}) {
    const template = document.createElement("template");
    template.innerHTML = state.html; // written and escaped by the server
    const fresh = template.content.firstElementChild;
    const { card } = page.current();
    const number = card ? card.dataset.f : null;
    const held = card && (card.contains(document.activeElement) || document.activeElement === document.body);
    const old = document.getElementById(fresh.id);
    const scrolled = old ? one(".cards", old).scrollTop : 0;
    for (const section of all(".article", main)) section.remove();
    main.append(fresh);
    for (const [name, html] of Object.entries(state.rules)) {
      if (document.getElementById(`rule-${name}`)) continue;
      template.innerHTML = html;
      one("#rules").append(template.content);
    }
    page.families();
    page.show(fresh, focus);
    one(".cards", fresh).scrollTop = scrolled;
    const link = one(`.frame > nav a[data-number="${state.number}"]`);
    one(".progress", link).textContent = state.findings ? `${state.decided} of ${state.findings} decided` : "no findings";
    one("progress", link).max = Math.max(1, state.findings);
    one("progress", link).value = state.findings ? state.decided : 1;
    if (!number || state.saved) return;
    const cards = all(".card:not([hidden])", fresh);
    const at = cards.findIndex((c) => c.dataset.f === number);
    if (at < 0) return;
    const open = next ? cards.slice(at + 1).find((c) => c.classList.contains("open")) : null;
    page.select(open || cards[at], { focus: held, scroll: Boolean(open) });
  }

  async function ask(path, options) {
    try {
      const answer = await fetch(path, { cache: "no-store", credentials: "same-origin", ...options });
      return [answer.status, await answer.json()];
    } catch {
      notice("copydesk does not answer: it has ended. What you decided is kept; start it again to go on.", { bad: true });
      return [0, null];
    }
  }

  async function post(action, body = {}, options = {}) {
    const from = actions();
    if (busy || !from) return;
    busy = true;
    const [status, state] = await ask(`/articles/${from.dataset.number}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "If-Match": `"${from.dataset.version}"` },
      body: JSON.stringify(body),
    });
    busy = false;
    if (!state) return;
    const ok = status === 200;
    if (state.html) show(state, { ...options, next: options.next && ok });
    notice(state.message, { bad: !ok || state.failed === true, changed: state.changed === true });
    if (ok && options.said) say(options.said);
  }

  const decide = (card, decision, said) => {
    const finding = Number(card.dataset.f) - 1;
    return post("decide", { finding, decision }, { next: decision.kind !== "open", said });
  };
  const take = (card, fix) => {
    const button = one(`.take[data-fix="${fix}"]`, card);
    if (button) return decide(card, { kind: "fix", fix }, "Accepted.");
    return say("There is no such correction.");
  };

  async function open(number, focus) {
    const [, state] = await ask(`/articles/${number}`, {});
    if (state && state.html) show(state, { focus });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.form) return;
    event.preventDefault();
    const card = form.closest(".card");
    if (form.dataset.form === "own") return decide(card, { kind: "own", words: form.elements.words.value }, "Your words are put in.");
    const baseline = Boolean(form.elements.baseline && form.elements.baseline.checked);
    decide(card, { kind: "reject", reason: form.elements.reason.value.trim(), baseline }, "Rejected.");
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, .frame > nav a");
    if (!target) return;
    if (target.matches("[data-do]")) post(target.dataset.do);
    else if (target.matches(".take")) {
      const card = target.closest(".card");
      page.select(card, { focus: false, scroll: false });
      if (target.getAttribute("aria-pressed") === "true") decide(card, { kind: "open" }, "Open again.");
      else take(card, Number(target.dataset.fix));
    } else if (target.matches("[data-leave]")) decide(target.closest(".card"), { kind: "open" }, "Open again.");
    else if (target.matches("#reload")) { notice(""); post("reload"); }
    else if (target.matches("#dismiss")) notice("");
    else if (target.matches(".frame > nav a")) { event.preventDefault(); open(Number(target.dataset.number), true); }
  });

  const onCard = (act) => () => {
    const { card } = page.current();
    return card ? act(card) : say("Walk to a finding first: n.");
  };
  const unfold = (kind, field) => onCard((card) => {
    const details = one(`.${kind}`, card);
    details.open = true;
    one(`[name=${field}]`, details).focus();
  });
  const turn = (by) => () => {
    const links = all(".frame > nav a");
    const next = links[links.findIndex((link) => link.hasAttribute("aria-current")) + by];
    return next && open(Number(next.dataset.number), true);
  };
  Object.assign(keys, {
    "[": turn(-1),
    "]": turn(1),
    a: onCard((card) => {
      const first = one(".take", card);
      return first ? take(card, Number(first.dataset.fix)) : say("There is no correction to accept.");
    }),
    e: unfold("own", "words"),
    x: unfold("reject", "reason"),
    o: onCard((card) => decide(card, { kind: "open" }, "Open again.")),
    u: () => post("undo"),
    y: () => post("redo"),
    s: () => post("save"),
  });
  for (let n = 1; n <= 9; n += 1) keys[n] = onCard((card) => take(card, n - 1));
  // A key waits until what the keys before it asked for is done: nobody types too fast.
  let queue = Promise.resolve();
  for (const [key, act] of Object.entries(keys)) keys[key] = () => { queue = queue.then(() => act()); };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest(".more details")) {
      const details = event.target.closest("details");
      details.open = false;
      page.select(details.closest(".card"));
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); post("save"); }
  });
  // What another tab has done meanwhile is shown when this one is looked at again.
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || busy || !actions()) return;
    const { number, version } = actions().dataset;
    const [, list] = await ask("/articles", {});
    if (list && list[number] && String(list[number].version) !== version) open(Number(number), false);
  });
})();
