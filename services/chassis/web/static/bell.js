"use strict";
// How many notices are not read, beside « Avis ». What a page fetches says it, and asks nothing for it; a page
// that stays open follows it by itself. Of all the pages of a browser, one does and tells the others.

const STAYS_OPEN_MS = 5000; // who goes on to another page before that costs nothing
const FOLLOWED_AGAIN_MS = 5000; // after a refusal, which ends a stream for good; each time twice as late
const FOLLOWED_AGAIN_MAX_MS = 300000;
const ASKED = "?";

function showUnread(told) {
  for (const count of document.querySelectorAll(".bell-count")) {
    count.hidden = told === "0";
    count.querySelector(".bell-number").textContent = told;
  }
}

document.addEventListener("htmx:after:request", ({ detail }) => {
  const told = detail.ctx?.response?.headers?.get("Passerelle-Unread");
  if (told !== null && told !== undefined) showUnread(told);
});

// Both are missing where the address is not safe (http): the bell then moves with the page.
const bell = document.querySelector("a.bell");
if (bell !== null && navigator.locks !== undefined && window.BroadcastChannel !== undefined) {
  setTimeout(followBell, STAYS_OPEN_MS);
}

function followBell() {
  const channel = new BroadcastChannel("passerelle-unread");
  const leaving = new AbortController();
  let wait = FOLLOWED_AGAIN_MS;
  channel.addEventListener("message", ({ data }) => {
    if (data !== ASKED) showUnread(data);
  });
  channel.postMessage(ASKED); // who came later than what was last told
  takeTurn();
  window.addEventListener("pagehide", leave, { once: true });

  // Refused, as while the service is away, it leaves its turn to another page and comes again.
  async function takeTurn() {
    const turn = () => askUntilOver(channel, leaving.signal);
    const followed = await navigator.locks.request("passerelle-unread", { signal: leaving.signal }, turn).catch(() => false);
    if (leaving.signal.aborted) return;
    wait = followed ? FOLLOWED_AGAIN_MS : Math.min(2 * wait, FOLLOWED_AGAIN_MAX_MS);
    setTimeout(takeTurn, wait);
  }

  function leave() {
    leaving.abort();
    channel.close();
    // What the browser kept, and shows again, begins anew.
    window.addEventListener("pageshow", followBell, { once: true });
  }
}

function askUntilOver(channel, left) {
  const stream = new EventSource(bell.dataset.follow);
  const over = new AbortController();
  let last = null;
  let followed = false;
  stream.addEventListener("open", () => (followed = true));
  stream.addEventListener("unread", ({ data }) => {
    last = data;
    showUnread(data);
    channel.postMessage(data);
  });
  const tell = ({ data }) => {
    if (data === ASKED && last !== null) channel.postMessage(last);
  };
  channel.addEventListener("message", tell, { signal: over.signal });
  return new Promise((done) => {
    left.addEventListener("abort", end, { signal: over.signal });
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) end(); // else it connects again by itself
    });

    function end() {
      stream.close();
      over.abort();
      done(followed);
    }
  });
}
