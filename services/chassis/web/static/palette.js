"use strict";
// Ctrl-K opens what one may go to and do from here; « ? » says which keys there are. Both come from
// the server when they are first wanted. Without this file a link leads to the search.

const paletteLink = document.querySelector("[data-palette]");
if (paletteLink !== null) followKeys(paletteLink);

function followKeys(link) {
  const HELP = "passerelle_aide"; // « non » once somebody wants no help by a single key
  let coming = null; // the two dialogs, once

  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own
    event.preventDefault();
    show("palette");
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      const open = document.querySelector("dialog[open]");
      if (open === null) show("palette");
      else open.close();
    } else if (event.key === "?" && !command && helps() && !types(event.target)) {
      event.preventDefault();
      show("touches");
    }
  });

  async function show(name) {
    try {
      coming ??= fetched(link.dataset.palette);
      await coming;
    } catch {
      coming = null;
      location.assign(link.href);
      return;
    }
    if (document.querySelector("dialog[open]") === null) openOver(document.getElementById(name));
  }

  function openOver(dialog) {
    dialog.showModal();
    giveFocus(dialog, 40);
  }

  // Just after a page came, Chromium opens a dialog without giving it the focus, or refuses it at first.
  function giveFocus(dialog, times) {
    if (!dialog.open || times === 0 || dialog.contains(document.activeElement)) return;
    dialog.querySelector("input").focus();
    setTimeout(giveFocus, 50, dialog, times - 1);
  }

  async function fetched(address) {
    document.body.append(holding(await answered(address)));
    for (const button of document.querySelectorAll("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog").close());
    }
    const help = document.getElementById("touches-aide");
    help.checked = helps();
    help.addEventListener("change", () => remember(help.checked));
    offer(document.getElementById("palette"), () => show("touches"));
  }

  function helps() {
    try {
      return localStorage.getItem(HELP) !== "non";
    } catch {
      return true; // whoever keeps nothing is helped each time
    }
  }

  function remember(wanted) {
    try {
      localStorage.setItem(HELP, wanted ? "oui" : "non");
    } catch {} // kept as long as the page is open
  }
}

// The list of the palette: a combobox whose options are those of the server and of the open page.
function offer(palette, showKeys) {
  const field = palette.querySelector("[role=combobox]");
  const list = palette.querySelector("[role=listbox]");
  const told = palette.querySelector("[role=status]");
  const found = palette.querySelector("[data-suggested]");
  const everywhere = palette.querySelector("[data-everywhere]");
  let asked = 0; // counts what is typed and asked: an answer to anything before comes too late
  let picked = false; // whether the arrows chose: what comes later does not change that
  let pause;

  offerPage(palette.querySelector("[data-here]"));
  field.addEventListener("input", () => {
    picked = false;
    asked += 1;
    narrow();
    clearTimeout(pause);
    pause = setTimeout(suggest, 150);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      picked = true;
      const shown = options();
      const next = shown.indexOf(active()) + step;
      choose(shown.at(next < shown.length ? next : 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = active();
      if (chosen !== null) follow(chosen);
      else if (everywhere !== null) field.form.requestSubmit();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option !== null) follow(option);
  });
  // What was typed last time is of no use.
  new MutationObserver(() => palette.open && begin()).observe(palette, { attributeFilter: ["open"] });

  function begin() {
    delete field.form.dataset.sent;
    field.value = "";
    picked = false;
    narrow();
    suggest();
  }

  function options() {
    return [...list.querySelectorAll("[role=option]")].filter((one) => one.closest("[hidden]") === null);
  }

  function active() {
    return list.querySelector("[aria-selected=true]");
  }

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    field.toggleAttribute("aria-activedescendant", option !== undefined);
    if (option === undefined) return;
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function narrow() {
    const words = bare(field.value).split(/\s+/).filter(Boolean);
    // What was found for fewer letters too: Enter opens nothing but what was asked for.
    for (const option of list.querySelectorAll("[data-href], [data-target], [data-dialog]")) {
      const text = ` ${bare(option.textContent)}`;
      option.hidden = !words.every((word) => text.includes(` ${word}`));
    }
    if (everywhere !== null) {
      everywhere.hidden = words.join("").length < 2;
      everywhere.querySelector("[data-words]").textContent = field.value.trim();
    }
    settle();
  }

  // A kind of which nothing is left is not named; the first of all is chosen until the arrows choose.
  function settle() {
    for (const group of list.querySelectorAll("[role=group]")) {
      if (group === everywhere) continue;
      group.hidden = group.querySelector("[role=option]:not([hidden])") === null;
    }
    const shown = options();
    choose(picked && shown.includes(active()) ? active() : shown[0]);
    told.textContent = shown.length > 1 ? `${shown.length} propositions` : `${shown.length} proposition`;
  }

  async function suggest() {
    if (found === null) return;
    const question = ++asked;
    let html = "";
    try {
      html = await answered(found.dataset.suggested, new URLSearchParams({ q: field.value }));
    } catch {} // pages are offered all the same
    if (question !== asked || !palette.open) return;
    const chosen = active()?.dataset.href;
    for (const option of found.querySelectorAll("[role=option]")) option.remove();
    found.append(holding(html));
    if (active() === null) choose(options().find((one) => one.dataset.href === chosen));
    settle();
  }

  function follow(option) {
    const { href, target, dialog } = option.dataset;
    if (option.dataset.submit !== undefined) {
      field.form.requestSubmit();
      return;
    }
    palette.close();
    if (dialog !== undefined) showKeys();
    else if (target === undefined) location.assign(href);
    else goTo(document.getElementById(target));
  }
}

// What the open page offers: its links of the heading, and its parts.
function offerPage(group) {
  const links = [...document.querySelectorAll(".heading-actions a[href]")];
  const parts = [...document.querySelectorAll("main h2[id]")].filter((one) => one.closest("dialog") === null);
  for (const [place, one] of [...links, ...parts].entries()) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.id = `palette-ici-${place}`;
    option.textContent = one.textContent.trim().replace(/\s+/g, " ");
    if (one.href === undefined) option.dataset.target = one.id;
    else option.dataset.href = one.href;
    group.append(option);
  }
}

function goTo(part) {
  if (part === null) return;
  part.tabIndex = -1;
  part.scrollIntoView();
  part.focus({ preventScroll: true });
}

async function answered(address, body) {
  const asking = body === undefined ? {} : { method: "POST", body };
  // The lycée this page shows, as its other requests say it: another tab may have chosen another one.
  const shown = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  const headers = { "HX-Request": "true", ...shown };
  const answer = await fetch(address, { ...asking, redirect: "error", headers });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

// As it is compared: no accent, no capital.
function bare(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'-]/g, " ").toLowerCase();
}

function types(element) {
  return element instanceof Element && element.closest("input, textarea, select, [contenteditable]") !== null;
}
