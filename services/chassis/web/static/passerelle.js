"use strict";
// What the pages do better with a script; each of them works without.

// A form is sent once: the second click of a double click finds the button asleep.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "true") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
});
// Coming back by the browser's history shows the form as it was left: awake again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// After a refusal the reader is taken to what is wrong.
const refusal = document.querySelector("[data-focus]:not([data-sample] *)");
refusal?.focus();

// A page that redraws itself may take away what had the focus: its state is read from there on.
let focused = null;
document.addEventListener("focusin", (event) => {
  focused = event.target;
});
document.addEventListener("htmx:after:swap", () => {
  if (focused === null || focused.isConnected || document.activeElement !== document.body) return;
  document.querySelector("[data-state]")?.focus({ preventScroll: true });
});

// A row that is ticked off in place: what went wrong is told by the page, as without a script.
for (const failed of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(failed, ({ detail, target }) => {
    const source = detail?.ctx?.sourceElement ?? target;
    source?.closest?.("form[data-in-place]")?.submit();
  });
}

// A long list of suggestions comes when its field is first entered, and stays with the browser.
async function fillOptions({ target }) {
  const list = target instanceof HTMLInputElement ? target.list : null;
  const from = list?.dataset.options;
  if (!from) return;
  delete list.dataset.options;
  try {
    const answer = await fetch(from);
    if (!answer.ok) throw new Error(answer.statusText);
    const first = new Set(Array.from(list.options, (option) => option.value));
    for (const [value, label] of await answer.json()) {
      if (!first.has(value)) list.append(new Option(label, value));
    }
  } catch {
    list.dataset.options = from;
  }
}
document.addEventListener("focusin", fillOptions);
if (document.activeElement) fillOptions({ target: document.activeElement });

// What a line of a long list cuts is said whole to a pointer that rests on it.
document.addEventListener("mouseover", ({ target }) => {
  const cut = target instanceof Element ? target.closest(".lines :is(th a, td > span, .badge)") : null;
  if (!cut || cut.title || cut.matches(".badges")) return;
  const heard = cut.querySelector("i");
  const hides = heard || cut.scrollWidth > cut.clientWidth || cut.scrollHeight > cut.clientHeight;
  const whole = cut.querySelector("[aria-hidden]") ? heard : cut;
  if (hides) cut.title = whole.textContent.trim();
});

// A list that hangs from a button is gone once one is elsewhere; Escape leads back to the button.
const hanging = document.querySelectorAll("details:is(.create, .menu-of-actions)");
function leave(event) {
  for (const list of hanging) if (!list.contains(event.target)) list.open = false;
}
if (hanging.length > 0) {
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);
}
for (const list of hanging) {
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.open) return;
    list.open = false;
    list.querySelector("summary").focus();
  });
}

// What a link leads to inside a closed fold is shown, also where the browser opens none by itself.
function unfold(hash) {
  const target = document.getElementById(hash.slice(1));
  const fold = target?.parentElement?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}
unfold(location.hash);
document.addEventListener("click", ({ target }) => {
  const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
  if (link) unfold(link.hash);
});

// A browser that shows nothing of a closed fold has it open where a phone alone folds it, and on paper.
if (!CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 48.0625rem)");
  const open = (folds) => {
    for (const fold of document.querySelectorAll(folds)) fold.open = true;
  };
  const spread = () => wide.matches && open("details.phone-fold");
  spread();
  wide.addEventListener("change", spread);
  document.addEventListener("htmx:after:swap", spread);
  addEventListener("beforeprint", () => open("details.read"));
}

// Following a link may do what the button beside it does: a notice that is opened is read.
document.addEventListener("click", ({ target }) => {
  const link = target instanceof Element ? target.closest("a[data-sends]") : null;
  const form = link && document.getElementById(link.dataset.sends)?.querySelector("form");
  if (!form) return;
  const sent = new URLSearchParams(new FormData(form));
  fetch(form.action, { method: "POST", body: sent, keepalive: true, redirect: "manual" }).catch(() => {});
});
