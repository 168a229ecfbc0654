"use strict";
// Parts of a page that other services draw. One that is late keeps its place, in outline; one that
// fails is asked again, then says so and offers to try again. Nothing that is shown moves meanwhile.

const OUTLINE_MS = 1000; // until then the page waits for all its parts, and is shown at once
const AGAIN_MS = [1000, 2000, 5000];
const tries = new WeakMap();

const late = (part) => part.querySelector(":scope > .waiting") !== null;
const parts = (element) => element.dataset.parts.split(" ").map((id) => document.getElementById(id));

setTimeout(showAll, OUTLINE_MS);
// What is not shown has no place in the order of Tab: who walks the page meets all of it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Tab") showAll();
});
// Nor can it have the focus: what was refused is told, though it stands after a part that is to come.
document.addEventListener("DOMContentLoaded", () => {
  if (refusal === null || document.activeElement === refusal) return;
  showAll();
  refusal.focus();
});

function showAll() {
  for (const part of document.querySelectorAll("div.fragment:not(.late)")) {
    if (!late(part)) continue;
    if (part.querySelector(".waiting > :not(noscript)") === null) outline(part);
    else part.classList.add("late"); // what it says meanwhile is read
  }
}

// The place it keeps from now on, whatever comes into it.
function outline(part) {
  part.classList.add("late");
  const waiting = document.createElement("div");
  waiting.className = "waiting outline";
  const told = document.createElement("p");
  told.className = "muted";
  told.textContent = "Chargement…";
  waiting.append(told);
  part.replaceChildren(waiting);
}

for (const name of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(name, (event) => {
    const asked = event.target instanceof Element ? event.target : null;
    if (asked === null || !asked.matches("[data-failure], [data-parts]")) return;
    const status = event.detail.ctx?.response?.status;
    const passes = status === undefined || status >= 500 || status === 429; // what a moment may mend
    const before = tries.get(asked) ?? 0;
    tries.set(asked, before + 1);
    if (asked.matches("[data-parts]")) groupFailed(asked, passes, before);
    else if (passes && before < AGAIN_MS.length) later(asked, AGAIN_MS[before]);
    else failed(asked, passes);
  });
}

function later(element, wait) {
  setTimeout(() => element.dispatchEvent(new Event("again")), wait);
}

// The last time each is asked alone: one that cannot be drawn takes no other with it.
function groupFailed(asked, passes, before) {
  if (passes && before < AGAIN_MS.length - 1) {
    later(asked, AGAIN_MS[before]);
    return;
  }
  for (const part of parts(asked)) {
    tries.set(part, AGAIN_MS.length);
    later(part, passes ? AGAIN_MS[AGAIN_MS.length - 1] : 0);
  }
}

function failed(part, passes) {
  const text = document.createElement("span");
  text.className = "failed";
  text.setAttribute("role", "status");
  text.textContent = part.dataset.failure;
  part.replaceChildren(text);
  if (!passes || part.tagName === "SPAN") return;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "link";
  again.textContent = "Réessayer";
  again.addEventListener("click", () => {
    tries.set(part, 0);
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    outline(part);
    part.dispatchEvent(new Event("again"));
  });
  part.append(" ", again);
}

document.addEventListener("htmx:after:swap", (event) => {
  const { sourceElement: asked, response } = event.detail.ctx;
  if (!(asked instanceof Element) || response?.status >= 400) return;
  if (asked.matches("[data-parts]")) {
    for (const part of parts(asked)) {
      came(part);
      if (late(part)) part.dispatchEvent(new Event("again")); // it was not among what came
    }
  } else if (asked.matches(".fragment")) {
    came(asked);
  }
});

// What came late stays in the place it kept: who is taller than that scrolls within.
function came(part) {
  if (!part.matches(".late")) return;
  if (part.childElementCount === 0 && part.textContent.trim() === "") {
    const nothing = document.createElement("p");
    nothing.className = "muted";
    nothing.textContent = part.dataset.nothing;
    part.replaceChildren(nothing);
  }
  if (part.scrollHeight > part.clientHeight) part.tabIndex = 0;
}
