"use strict";
// What is written without a network is kept on this device, and sent once there is one again.
// Each thing keeps the command id its form had: sent twice, it is recorded once. It is kept for who
// was signed in, until it is sent or dropped, or they sign out; a week at most.
// Only a form that says so (`data-offline`) is kept. outbox_page.js shows what waits.

const OUTBOX = "passerelle:outbox:";
const OUTBOX_DAYS = 7;
const REACH_MS = 4000;
const SEND_MS = 20000;
const SEND_AGAIN_MS = 30000;
const REUSED = "Une première version a été enregistrée\u00a0: corrigez-la sur la fiche.";
const PARIS_DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

const outbox = {
  account: document.body.dataset.account ?? "",

  // What this account wrote here; what anybody kept for too long goes.
  all() {
    const found = [];
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(OUTBOX))) {
      const item = this.read(key);
      if (item === null || Date.now() - item.keptAt > OUTBOX_DAYS * 86_400_000) localStorage.removeItem(key);
      else if (item.account === this.account) found.push(item);
    }
    return found.sort((one, other) => one.keptAt - other.keptAt);
  },

  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },

  get(id) {
    return this.read(OUTBOX + id);
  },

  put(item) {
    localStorage.setItem(OUTBOX + item.id, JSON.stringify(item));
  },

  drop(id) {
    localStorage.removeItem(OUTBOX + id);
  },

  // Keep a form, in the place of what was kept of it before. Whether its command was `attempted` is
  // noted before it is sent: where the answer is lost, the server may have recorded it.
  keep(form, attempted) {
    const { offlineDay } = form.dataset;
    if (offlineDay !== undefined && form.elements[offlineDay] === undefined) {
      // In the form, so that its page sends the same: another day would be another content.
      const day = Object.assign(document.createElement("input"), { type: "hidden", name: offlineDay });
      day.value = PARIS_DAY.format(new Date());
      day.dataset.keptOn = "";
      form.append(day);
    }
    const item = {
      id: form.dataset.resumes ?? form.dataset.kept ?? form.elements.command_id.value,
      account: this.account,
      action: new URL(form.getAttribute("action"), location.href).pathname,
      card: form.dataset.offlineCard,
      entries: [...new FormData(form)].filter(([, value]) => typeof value === "string"),
      title: form.dataset.offline,
      told: toldOf(form),
      keptAt: Date.now(),
      state: "waiting",
      errors: [],
      attempted,
    };
    this.put(item);
    return item;
  },

  // Send what waits, one after the other; one tab at a time where browsers can say so.
  async send() {
    const run = async () => {
      for (const item of this.all()) {
        if (!(await this.deliver(item.id))) return;
      }
    };
    const alone = { ifAvailable: true };
    if (navigator.locks === undefined) await run();
    else await navigator.locks.request("passerelle:outbox", alone, (lock) => lock && run());
  },

  // Whether the next one may be sent: it may not without a network, or without a session.
  async deliver(id) {
    const item = this.get(id); // taken up again, perhaps, while others were sent
    if (item?.state !== "waiting") return true;
    this.put({ ...item, attempted: true });
    const answer = await posted({ ...item, action: byThisLink(item.action) });
    if (answer === null || answer.status >= 500 || answer.status === 429) return false;
    const problem = answer.status === 204 ? null : await problemIn(answer);
    if (answer.status !== 204 && problem === null) return false; // another machine than ours answered
    if (answer.status === 401) {
      document.dispatchEvent(new CustomEvent("outbox:signed-out"));
      return false;
    }
    if (this.holds(item)) this.settle(item, answer.status, problem);
    return true;
  },

  // Whether this is what is kept: it may be taken up again, or amended, while it is sent.
  holds(item) {
    const now = this.get(item.id);
    return now?.state === "waiting" && JSON.stringify(now.entries) === JSON.stringify(item.entries);
  },

  settle(item, status, problem) {
    if (problem === null) {
      this.drop(item.id);
      document.dispatchEvent(new CustomEvent("outbox:sent", { detail: item }));
      return;
    }
    // Recorded as it was first sent, the answer lost: what was amended since is not.
    const reused = problem.code === "command-reused";
    const state = status === 409 ? "conflict" : "refused";
    const errors = reused ? [REUSED] : sentencesOf(problem, item);
    this.put({ ...item, state, reused, errors, attempted: reused });
    document.dispatchEvent(new CustomEvent("outbox:refused", { detail: item }));
  },
};

function outboxWorks() {
  try {
    return outbox.account !== "" && localStorage.getItem(OUTBOX) === null && window.isSecureContext;
  } catch {
    return false; // kept nowhere: forms are sent as any other
  }
}

// Somebody who was given another personal link since sends by that one: the former opens nothing.
function byThisLink(action) {
  const { link } = document.body.dataset;
  if (link === undefined) return action;
  const [, kind, , ...rest] = action.split("/");
  return link.split("/")[1] === kind ? [link, ...rest].join("/") : action;
}

async function posted(item) {
  const body = new URLSearchParams(item.entries.map(([name, value]) => [name, value.replace(/\r?\n/g, "\r\n")]));
  const headers = { "Passerelle-Account": item.account };
  try {
    return await fetch(item.action, { method: "POST", body, headers, signal: AbortSignal.timeout(SEND_MS) });
  } catch {
    return null;
  }
}

async function problemIn(answer) {
  if (!(answer.headers.get("content-type") ?? "").startsWith("application/problem+json")) return null;
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

function sentencesOf(problem, item) {
  const errors = Object.entries(problem.errors ?? {});
  if (errors.length === 0) return [problem.detail ?? problem.title];
  const labels = new Map(item.told.map(([name, label]) => [name, label]));
  return errors.map(([name, sentence]) => (labels.has(name) ? `${labels.get(name)}\u00a0: ${sentence}` : sentence));
}

// Whether the network is there: any answer says so.
async function reached() {
  if (!navigator.onLine) return false;
  try {
    const options = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(REACH_MS) };
    await fetch("/static/passerelle.svg", options);
    return true;
  } catch {
    return false;
  }
}

// What was typed, as its reader knows it: the name of each field, what it is called, what it says.
function toldOf(form) {
  const told = [];
  for (const one of form.elements) {
    const chosen = one.type !== "radio" && one.type !== "checkbox" ? one.value !== "" : one.checked && one.value !== "";
    if (!one.name || one.type === "hidden" || one.tagName === "BUTTON" || !chosen) continue;
    const own = wordsOf(one.labels?.[0]);
    const group = wordsOf(one.closest("fieldset")?.querySelector("legend"));
    const text = one.tagName === "SELECT" ? one.selectedOptions[0].textContent.trim() : one.value;
    if (one.type === "radio" || (one.type === "checkbox" && group !== "")) told.push([one.name, group, own]);
    else told.push([one.name, own, one.type === "checkbox" ? "Oui" : one.type === "date" ? dayInWords(text) : text]);
  }
  return told;
}

function wordsOf(element) {
  if (!element) return "";
  const copy = element.cloneNode(true);
  for (const one of copy.querySelectorAll(".optional")) one.remove();
  return copy.textContent.trim();
}

function dayInWords(day) {
  return day.split("-").reverse().join("/");
}
