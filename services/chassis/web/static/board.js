"use strict";
// A card of a board goes to another column by drag, or by keys from its handle. Dropping it does what its
// own button for that column does (data-to), no more; a column that takes it not says why.

const board = document.querySelector(".kanban:has([data-column])");
if (board !== null) moveCards(board);

function moveCards(board) {
  const columns = [...board.querySelectorAll("[data-column]")];
  const cards = [...board.querySelectorAll(".kanban-card:has([data-to])")];
  const told = document.querySelector(".kanban-told");
  let held = null; // { card, own, over, x, y, dragged, handle }

  if (cards.length === 0) return;
  told.textContent = "Une carte se glisse, ou se prend par sa poignée.";
  for (const card of cards) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "kanban-handle";
    handle.textContent = "⋮⋮";
    handle.setAttribute("aria-label", `Déplacer ${called(card)}`);
    handle.setAttribute("aria-pressed", "false");
    card.prepend(handle);
    card.addEventListener("dragstart", (event) => event.preventDefault()); // a link of it
    card.addEventListener("pointerdown", (event) => grasp(event, card));
    handle.addEventListener("click", () => (held?.handle === handle ? drop() : pick(card, handle)));
    handle.addEventListener("keydown", steer);
    handle.addEventListener("blur", () => {
      if (held?.handle !== handle) return;
      letGo(); // its card stays where it was, and what was told of it is over
      told.textContent = "";
    });
  }
  // Of the page: a quick hand has left the card before it is known to be dragged.
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", () => {
    if (held === null || held.handle !== undefined) return;
    if (held.dragged) drop();
    else letGo();
  });
  document.addEventListener("pointercancel", () => held?.handle === undefined && letGo());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || held === null) return;
    letGo();
    told.textContent = "La carte reste où elle était.";
  });

  function grasp(event, card) {
    const handle = event.target.closest(".kanban-handle");
    const other = event.target.closest("button, summary, input, .confirm");
    if (event.button !== 0 || (other !== null && handle === null)) return;
    if (event.pointerType === "touch" && handle === null) return; // a finger on a card scrolls
    if (held?.handle === undefined) held = hold(card, { x: event.clientX, y: event.clientY });
  }

  function drag(event) {
    if (held === null || held.handle !== undefined) return;
    if (event.buttons === 0) return letGo(); // it was let go of where nobody saw it
    const [right, down] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.dragged) {
      if (Math.hypot(right, down) < 6) return;
      held.dragged = true;
      held.card.setPointerCapture(event.pointerId); // a link of it is not followed afterwards
      mark();
    }
    held.card.style.transform = `translate(${right}px, ${down}px)`;
    const box = board.getBoundingClientRect();
    if (event.clientX > box.right - 30) board.scrollBy(12, 0);
    else if (event.clientX < box.left + 30) board.scrollBy(-12, 0);
    aim(columns.find((one) => within(event, one.getBoundingClientRect())));
  }

  function pick(card, handle) {
    letGo();
    held = hold(card, { handle });
    handle.setAttribute("aria-pressed", "true");
    mark();
    aim(columns.find((one) => wayTo(one) !== null));
    told.textContent = `${called(card)}, ${saidOf(held.over)} Flèches pour une autre colonne, Entrée pour déposer, Échap pour renoncer.`;
  }

  function steer(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || held?.handle !== event.target) return;
    event.preventDefault();
    const others = columns.filter((one) => one !== held.own);
    aim(others.at((others.indexOf(held.over) + step) % others.length));
    held.over.scrollIntoView({ block: "nearest", inline: "nearest" });
    told.textContent = saidOf(held.over);
  }

  function drop() {
    const { over, own } = held;
    const way = over === undefined || over === own ? null : wayTo(over);
    if (over !== undefined && over !== own && way === null) told.textContent = saidOf(over);
    letGo();
    if (way === null) return;
    const fold = way.querySelector("details");
    if (fold === null) {
      way.querySelector("a, button").click();
      return;
    }
    fold.open = true; // what it will do is read first
    const content = fold.querySelector(".card");
    content.tabIndex = -1;
    content.focus();
    content.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function hold(card, how) {
    return { card, own: card.closest("[data-column]"), dragged: false, ...how };
  }

  function letGo() {
    if (held === null) return;
    held.card.classList.remove("held");
    held.card.style.transform = "";
    held.handle?.setAttribute("aria-pressed", "false");
    for (const one of columns) one.classList.remove("takes", "refuses", "over");
    held = null;
  }

  function mark() {
    held.card.classList.add("held");
    getSelection()?.removeAllRanges();
    for (const one of columns) {
      if (one !== held.own) one.classList.add(wayTo(one) === null ? "refuses" : "takes");
    }
  }

  function aim(column) {
    held.over?.classList.remove("over");
    held.over = column;
    column?.classList.add("over");
  }

  function wayTo(column) {
    return held.card.querySelector(`[data-to~="${column.dataset.column}"]`);
  }

  function saidOf(column) {
    const title = column.querySelector(".kanban-title").firstChild.textContent.trim();
    const way = wayTo(column);
    const what = way === null ? column.dataset.refuses : `${way.querySelector("summary, button, a").firstChild.textContent.trim()}.`;
    return `« ${title} » : ${what}`;
  }
}

function called(card) {
  return card.querySelector("strong").textContent.trim();
}

function within({ clientX, clientY }, box) {
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}
