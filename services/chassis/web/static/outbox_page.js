"use strict";
// How pages show what outbox.js keeps: in the place of the form, and as a list on every page.

const RESUMED = "passerelle:resumed"; // which one this tab took up again
const STATES = {
  waiting: ["En attente du réseau", "warning"],
  held: ["Reprise, à renvoyer", "neutral"],
  refused: ["Refusée", "error"],
  conflict: ["Conflit", "error"],
};
const SIGN_OUT = 'form[action="/deconnexion"], form[action="/compte/connexions/partout"]';

if (outboxWorks()) followOutbox(document.getElementById("a-envoyer"));

function followOutbox(place) {
  const told = made("p", { className: "outbox-told", role: "status" });
  const title = made("summary");
  const list = made("ul", { className: "outbox-list" });
  const until = document.body.dataset.link === undefined ? ", à la déconnexion," : "";
  const hint = made("p", { className: "hint" }, `Gardé sur cet appareil seulement\u202f; effacé après l’envoi${until} et au bout de sept jours.`);
  const card = made("details", { className: "card outbox" }, title, hint, list);
  card.hidden = true;
  place.append(told, card);

  const say = (sentence) => {
    told.textContent = sentence;
  };
  const draw = () => {
    const items = outbox.all();
    card.hidden = items.length === 0;
    const stuck = items.filter((one) => one.state !== "waiting").length;
    title.textContent = `À envoyer\u00a0: ${items.length}${stuck > 0 ? `, dont ${stuck} à reprendre` : ""}`;
    card.classList.toggle("stuck", stuck > 0);
    list.replaceChildren(...items.map((item) => lineOf(item, { draw, say, send })));
    showKeptForms();
  };
  const send = async () => {
    await outbox.send();
    draw();
  };

  takeUpAgain();
  draw();
  send();
  window.addEventListener("online", send);
  window.addEventListener("storage", draw);
  window.addEventListener("pageshow", draw);
  setInterval(() => outbox.all().length > 0 && send(), SEND_AGAIN_MS);
  document.addEventListener("outbox:sent", (event) => say(`Envoyé\u00a0: ${event.detail.title}.`));
  document.addEventListener("outbox:refused", (event) => say(`À reprendre\u00a0: ${event.detail.title}.`));
  document.addEventListener("outbox:signed-out", () => say("Reconnectez-vous pour envoyer ce qui attend."));
  document.addEventListener("submit", (event) => keepOrSend(event, { draw, send }));
  document.addEventListener("submit", (event) => beforeSigningOut(event, { card, say }));
}

// A form that says so is sent as any other when the network is there, and kept otherwise. What may be
// recorded already, its answer lost, is sent as what waits is: the answer says if another version is.
async function keepOrSend(event, { draw, send }) {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.offline === undefined) return;
  event.preventDefault();
  const id = form.dataset.resumes ?? form.dataset.kept;
  const there = await reached();
  const unsure = id !== undefined && (outbox.get(id)?.attempted ?? true);
  const byPage = there && !unsure;
  if (byPage && id !== undefined) sessionStorage.setItem(RESUMED, id);
  if ((byPage && id === undefined) || !kept(form, byPage || unsure) || byPage) {
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  delete form.dataset.sent;
  draw();
  form.previousElementSibling.focus();
  if (there) await send();
}

function kept(form, attempted) {
  try {
    form.dataset.kept = outbox.keep(form, attempted).id;
    return true;
  } catch {
    return false; // no room on this device
  }
}

// The server refused, or drew both versions, on the page of the form: what is mended there is the same
// thing, with the command id of that page, which was never sent.
function takeUpAgain() {
  const id = sessionStorage.getItem(RESUMED);
  sessionStorage.removeItem(RESUMED);
  const item = id && outbox.get(id);
  const form = document.querySelector("main form[data-offline]");
  if (!item || form === null || document.querySelector("main [data-focus]") === null) return;
  form.dataset.resumes = id;
  outbox.put({ ...item, state: item.before ?? "refused", attempted: false });
}

// In the place of a form that was kept: what became of it.
function showKeptForms() {
  for (const form of document.querySelectorAll("form[data-kept]")) {
    const item = outbox.get(form.dataset.kept);
    form.hidden = item === null || item.state !== "held";
    let notice = form.previousElementSibling;
    if (!notice?.matches(".kept-here")) {
      notice = made("div", { tabIndex: -1, role: "status" });
      form.before(notice);
    }
    notice.className = `notice kept-here ${item === null ? "success" : "warning"}`;
    notice.hidden = !form.hidden;
    notice.replaceChildren(made("p", {}, keptSentence(item)), keptButtons(form, item, notice));
  }
}

function keptSentence(item) {
  if (item === null) return "Envoyé.";
  if (item.state === "waiting") return "Gardé sur cet appareil, envoyé au retour du réseau.";
  return "Gardé sur cet appareil\u202f: l’envoi n’a pas abouti, voyez «\u00a0À envoyer\u00a0» en haut de la page.";
}

function keptButtons(form, item, notice) {
  const buttons = made("p", { className: "links" });
  if (item?.state === "waiting") {
    buttons.append(button("Reprendre", () => {
      const now = outbox.get(item.id); // it may be being sent
      if (now?.state === "waiting") outbox.put({ ...now, state: "held" });
      showKeptForms();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    }));
  }
  if (form.dataset.offlineRepeats !== undefined) {
    buttons.append(button("En noter un autre", () => {
      form.reset();
      form.elements.command_id.value = crypto.randomUUID();
      forgetKept(form);
      notice.remove();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    }));
  }
  return buttons;
}

// The form is that of another thing from now on, of its own day.
function forgetKept(form) {
  delete form.dataset.kept;
  delete form.dataset.resumes;
  form.querySelector("[data-kept-on]")?.remove();
  form.hidden = false;
}

function lineOf(item, { draw, say, send }) {
  const [label, kind] = STATES[item.state];
  const at = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" });
  const facts = made("dl", { className: "definitions compact" });
  for (const [, name, text] of item.told) {
    facts.append(made("div", {}, made("dt", {}, name), made("dd", {}, text)));
  }
  const errors = item.errors.map((one) => made("p", { className: "outbox-error" }, one));
  const buttons = made("p", { className: "links" });
  if (item.state === "waiting" || item.state === "held") {
    buttons.append(button("Envoyer", async () => {
      outbox.put({ ...item, ...outbox.get(item.id), state: "waiting" });
      await send();
      if (outbox.get(item.id)?.state === "waiting") say("Toujours pas de réseau\u202f: ce sera envoyé dès son retour.");
    }, item.title));
  } else if (item.reused) {
    const about = made("span", { className: "unseen" }, `\u00a0: ${item.title}`);
    buttons.append(made("a", { className: "button secondary", href: item.card }, "Ouvrir la fiche", about));
  } else {
    const words = item.state === "conflict" ? "Comparer et choisir" : "Reprendre";
    buttons.append(button(words, async () => {
      if (await reached()) resume(item);
      else say("Pas de réseau\u202f: réessayez plus tard.");
    }, item.title));
  }
  buttons.append(dropButton(item, draw));
  return made("li", {},
    made("p", { className: "badges" }, made("strong", {}, item.title), made("span", { className: `badge ${kind}` }, label)),
    made("p", { className: "hint" }, `Gardé le ${at.format(item.keptAt)}`),
    ...errors,
    facts,
    buttons,
  );
}

// Send it as its page would: the server draws that page again, with what it refuses and what was typed.
function resume(item) {
  outbox.put({ ...item, state: "waiting", attempted: true, before: item.state });
  sessionStorage.setItem(RESUMED, item.id);
  const form = made("form", { method: "post", action: byThisLink(item.action), hidden: true });
  for (const [name, value] of item.entries) {
    const input = made("textarea", { name });
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

function dropButton(item, draw) {
  const drop = button("Supprimer", () => {
    if (drop.dataset.sure === undefined) {
      drop.dataset.sure = "";
      drop.firstChild.textContent = "Oui, supprimer sans envoyer";
      return;
    }
    outbox.drop(item.id);
    for (const form of document.querySelectorAll(`form[data-kept="${item.id}"]`)) {
      forgetKept(form);
      form.previousElementSibling.remove();
    }
    draw();
  }, item.title);
  return drop;
}

// Nothing written here stays behind who signs out; what was not sent is said first.
function beforeSigningOut(event, { card, say }) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches(SIGN_OUT)) return;
  const items = outbox.all();
  if (items.length > 0 && form.dataset.sure === undefined) {
    event.preventDefault();
    delete form.dataset.sent;
    form.dataset.sure = "";
    const what = items.length > 1 ? `${items.length} notes ne sont pas envoyées` : "Une note n’est pas envoyée";
    say(`${what}\u202f: se déconnecter encore une fois l’efface de cet appareil.`);
    card.open = true;
    card.scrollIntoView({ block: "nearest" });
    return;
  }
  for (const item of items) outbox.drop(item.id);
}

function button(label, press, about = "") {
  const one = made("button", { type: "button", className: "button secondary" }, label);
  if (about !== "") one.append(made("span", { className: "unseen" }, `\u00a0: ${about}`));
  one.addEventListener("click", press);
  return one;
}

function made(tag, given = {}, ...within) {
  const { role, ...properties } = given;
  const element = Object.assign(document.createElement(tag), properties);
  if (role !== undefined) element.setAttribute("role", role);
  element.append(...within);
  return element;
}
