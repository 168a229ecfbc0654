"use strict";
// Pages that follow what happens. What arrives while somebody reads does not move what they read:
// figures change in place, and what would shift the page waits until its reader asks for it.
// Without this file the page says when it was made, and a link makes it again.

const SHIFT_PX = 3; // what browsers count as a move
const RETRY_MS = 2000;
const RETRY_MAX_MS = 30000;
const FOLLOWING = "En direct.";
const INTERRUPTED = "Suivi interrompu.";

const WATCH_MS = 10000;
const REDRAWN = "Ce qui est publié a changé\u00a0: la page est à jour.";

const watched = document.getElementById("suivi");
const look = watched === null ? () => {} : watchPage(watched);
const bar = document.getElementById("flux");
if (bar !== null) followPage(bar);

// A page that must not go on showing what it showed is made again, whatever moves: its address says
// by another mark that it has to be.
function watchPage(watched) {
  let asking = false;
  let drawn = false;
  const isFilledIn = formsFilledIn("#contenu");

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement !== watched) return;
    if (isFilledIn()) event.preventDefault(); // begun meanwhile
    else drawn = ctx.swap !== "none"; // else a refusal: asked again
  });

  async function ask() {
    if (asking || document.visibilityState !== "visible") return;
    asking = true;
    try {
      const answer = await fetch(watched.dataset.watch, { cache: "no-store" });
      const mark = answer.ok && !answer.redirected ? (await answer.text()).trim() : watched.dataset.mark;
      if (mark !== watched.dataset.mark && !isFilledIn()) {
        drawn = false;
        const whole = "#contenu";
        await htmx.ajax("GET", location.href, { source: watched, target: whole, select: whole, swap: "outerMorph" });
        if (!drawn) return;
        watched.dataset.mark = mark;
        watched.textContent = REDRAWN;
        document.dispatchEvent(new Event("redrawn"));
      }
    } catch {
      // Out of reach: asked again in a moment.
    } finally {
      asking = false;
    }
  }

  setInterval(ask, WATCH_MS);
  document.addEventListener("visibilitychange", ask);
  return ask;
}

// What somebody is writing is not taken away from under them: whether a field there has the focus, or
// holds something else than it was drawn with. What was sent, reset or put back is not written any more.
function formsFilledIn(where) {
  const fields = "input, select, textarea";
  const written = new Set();
  document.addEventListener("input", ({ target }) => {
    if (target.form) written.add(target.form);
  });
  for (const name of ["submit", "reset"]) document.addEventListener(name, ({ target }) => written.delete(target));
  return () =>
    document.activeElement?.matches(`${where} :is(${fields})`) ||
    [...written].some((form) => form.closest(where) && [...form.elements].some(isChanged));
}

// A list that presets nothing begins with its first option.
function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options === undefined) return field.matches("input, textarea") && field.value !== field.defaultValue;
  const options = [...field.options];
  const preset = options.some((option) => option.defaultSelected);
  return options.some((option, place) => option.selected !== (preset || field.multiple ? option.defaultSelected : place === 0));
}

function followPage(bar) {
  const state = bar.querySelector(".live-state");
  const told = bar.querySelector(".live-told");
  const show = bar.querySelector(".live-show");
  const again = bar.querySelector(".live-again");
  const waiting = new Map(); // part → what htmx was about to put there
  const failing = new Set();
  let wait = RETRY_MS;

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const part = ctx.sourceElement;
    if (!(part instanceof Element) || !part.matches("[data-live]") || ctx.asked) return;
    if (ctx.swap === "none") return; // a refusal: what is shown stays
    waiting.delete(part);
    failing.delete(part);
    look();
    if (moves(part, ctx.text)) {
      event.preventDefault();
      waiting.set(part, ctx);
      takeAway(part, ctx.text);
    }
    say();
  });

  document.addEventListener("redrawn", () => {
    waiting.clear();
    say();
  });

  show.addEventListener("click", async () => {
    const asked = [...waiting];
    const known = new Set([...document.querySelectorAll("[data-line][id]")].map((one) => one.id));
    waiting.clear();
    for (const [, ctx] of asked) {
      ctx.asked = true;
      await htmx.swap(ctx);
    }
    for (const line of document.querySelectorAll(".fresh, .gone")) line.classList.remove("fresh", "gone");
    const lines = asked.flatMap(([part]) => [...part.querySelectorAll("[data-line][id]")]);
    const fresh = lines.filter((line) => !known.has(line.id));
    for (const line of fresh) line.classList.add("fresh");
    const first = fresh[0] ?? asked[0]?.[0];
    if (first !== undefined) {
      first.tabIndex = -1;
      first.focus();
    }
    say();
  });

  // The stream, and parts that could not be read: tried again, and said meanwhile.
  document.addEventListener("htmx:sse:after:connection", (event) => {
    if (event.target !== bar) return;
    wait = RETRY_MS;
    failing.delete(bar);
    say();
  });
  for (const name of ["htmx:sse:error", "htmx:error", "htmx:response:error"]) {
    document.addEventListener(name, (event) => {
      const source = event.target;
      if (source !== bar && !(source instanceof Element && source.matches("[data-live]"))) return;
      failing.add(source);
      say();
      if (name === "htmx:sse:error") return; // it connects again by itself
      setTimeout(() => source.dispatchEvent(new Event("again")), wait);
      wait = Math.min(2 * wait, RETRY_MAX_MS);
    });
  }

  function say() {
    const news = waiting.size > 0;
    if (!news) {
      const follows = document.createElement("span");
      follows.className = "live-follows";
      follows.textContent = failing.size > 0 ? INTERRUPTED : FOLLOWING;
      const at = state.querySelector("time");
      if (failing.size === 0) at.textContent = clock(new Date());
      state.replaceChildren(follows, " À jour à ", at, ".");
    }
    const text = news ? sentence([...waiting]) : "";
    if (told.textContent !== text) told.textContent = text;
    const left = document.activeElement;
    state.hidden = again.hidden = news;
    show.hidden = !news;
    if (left === again && news) show.focus({ preventScroll: true });
    if (left === show && !news) again.focus({ preventScroll: true });
  }
}

function clock(instant) {
  const at = { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" };
  return new Intl.DateTimeFormat("fr-FR", at).format(instant).replace(/^0/, "").replace(":", "\u00a0h\u00a0");
}

function sentence(waiting) {
  if (waiting.length > 1) return "Du nouveau sur cette page.";
  const [[part, ctx]] = waiting;
  const lines = [...holding(ctx.text).querySelectorAll("[data-line][id]")];
  const count = lines.filter((line) => document.getElementById(line.id) === null).length;
  if (count > 0 && part.dataset.one !== undefined) {
    const atLeast = count === lines.length ? "Au moins " : "";
    return `${atLeast}${count} ${count > 1 ? part.dataset.many : part.dataset.one}.`;
  }
  return part.dataset.live ? `Du nouveau\u00a0: ${part.dataset.live}.` : "Du nouveau sur cette page.";
}

function holding(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// Whether what is seen of the page would move if the part held this: both measured out of sight.
function moves(part, html) {
  const here = part.getBoundingClientRect();
  if (here.top >= innerHeight) return false;
  const now = part.cloneNode(true);
  const then = part.cloneNode(false);
  then.append(holding(html));
  const later = elementsOf(then);
  for (const [key, one] of elementsOf(now)) {
    if (one.tagName === "DETAILS" && later.has(key)) later.get(key).open = one.open;
  }
  const before = measured(part, now);
  const after = measured(part, then);
  if (Math.abs(after.height - before.height) >= SHIFT_PX && here.bottom < innerHeight) return true;
  return [...before.places].some(([key, from]) => {
    const to = after.places.get(key);
    if (to === undefined || here.top + from.y >= innerHeight) return false;
    return Math.abs(to.x - from.x) >= SHIFT_PX || Math.abs(to.y - from.y) >= SHIFT_PX;
  });
}

// Where each element of a part would be, from its corner.
function measured(part, copy) {
  copy.removeAttribute("id");
  copy.inert = true;
  const { width } = part.getBoundingClientRect();
  copy.style.cssText = `position:absolute;visibility:hidden;width:${width}px`;
  part.after(copy);
  const corner = copy.getBoundingClientRect();
  const places = new Map();
  for (const [key, one] of elementsOf(copy)) {
    const at = one.getBoundingClientRect();
    places.set(key, { x: at.left - corner.left, y: at.top - corner.top });
  }
  copy.remove();
  return { height: corner.height, places };
}

// What was withdrawn is not read any longer; its place stays empty until the reader asks for the rest.
function takeAway(part, html) {
  if (part.dataset.withdraws === undefined) return;
  const left = new Set([...holding(html).querySelectorAll("[data-line][id]")].map((one) => one.id));
  const lines = [...part.querySelectorAll("[data-line][id]")];
  const older = lines.findLastIndex((line) => left.has(line.id)); // beyond it, only a page that is full
  for (const [place, line] of lines.entries()) {
    const gone = !left.has(line.id) && (place < older || left.size < lines.length);
    line.classList.toggle("gone", gone);
    if (gone && line.contains(document.activeElement)) {
      part.tabIndex = -1;
      part.focus({ preventScroll: true });
    }
  }
}

// Each element by its place under the last one with an id: the same one before and after.
function elementsOf(root) {
  const found = new Map();
  let under = "";
  let place = 0;
  for (const one of root.querySelectorAll("*")) {
    if (one.ownerSVGElement) continue;
    if (one.id) [under, place] = [one.id, 0];
    found.set(`${under} ${place++}`, one);
  }
  return found;
}
