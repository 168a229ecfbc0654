"use strict";
// A form that anybody may send has its browser work a little first: robots that send thousands would
// work for hours. The number whose digest (SHA-256) with the challenge begins with enough zero bits goes
// into the field `work`. Plain arithmetic, because browsers hash by themselves over https only; in
// slices, so that the page stays alive. Without it the form is sent all the same. In a block: the other
// script of the page has names of its own.

{
  const SLICE_MS = 12; // of a frame of the screen
  const STEP = 200; // tries between two looks at the clock
  const WAITING = "Encore un instant, votre demande part…";

  const ROUND = new Uint32Array(64);
  const START = new Uint32Array(8);
  (function constants() {
    // The fractions of the cube and square roots of the first primes, as the standard has them.
    let found = 0;
    for (let candidate = 2; found < 64; candidate++) {
      let prime = true;
      for (let by = 2; by * by <= candidate; by++) if (candidate % by === 0) prime = false;
      if (!prime) continue;
      if (found < 8) START[found] = fraction(Math.sqrt(candidate));
      ROUND[found++] = fraction(Math.cbrt(candidate));
    }
    function fraction(root) {
      return ((root - Math.floor(root)) * 4294967296) >>> 0;
    }
  })();

  const words = new Uint32Array(64);

  // The first word of the digest of a text shorter than 56 signs: one block holds it.
  function firstWord(text) {
    words.fill(0, 0, 16);
    for (let at = 0; at < text.length; at++) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
    words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    words[15] = text.length * 8;
    for (let at = 16; at < 64; at++) {
      const early = words[at - 15];
      const late = words[at - 2];
      const low = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
      const high = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
      words[at] = words[at - 16] + low + words[at - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let at = 0; at < 64; at++) {
      const sum = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const one = (h + sum + ((e & f) ^ (~e & g)) + ROUND[at] + words[at]) | 0;
      const turn = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const two = (turn + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    return (START[0] + a) >>> 0;
  }

  const asked = document.querySelector("[data-proof]");
  const form = asked?.querySelector("form");
  const field = form?.elements.namedItem("work");

  if (field && field.value === "") begin();

  function begin() {
    const beginning = `${asked.dataset.proof}:`;
    const bits = Number(asked.dataset.proofBits);
    const said = document.querySelector("[data-proof-said]");
    let tried = 0;
    let sending = null;

    // The first listener of the form itself: the page marks it as sent once it really is.
    form.addEventListener("submit", (event) => {
      if (field.value !== "") return;
      event.preventDefault();
      event.stopPropagation();
      sending = event.submitter;
      if (said) said.textContent = WAITING;
    });

    const channel = new MessageChannel();
    channel.port1.onmessage = slice;
    channel.port2.postMessage(0);

    function slice() {
      const until = performance.now() + SLICE_MS;
      do {
        for (let step = 0; step < STEP; step++, tried++) {
          if (firstWord(`${beginning}${tried}`) >>> (32 - bits) !== 0) continue;
          field.value = String(tried);
          if (said) said.textContent = "";
          if (sending !== null) form.requestSubmit(sending);
          return;
        }
      } while (performance.now() < until);
      setTimeout(() => channel.port2.postMessage(0));
    }
  }
}
