// Evaluated before a page's own scripts: a clock that passes only as it is told, and a visitor who does at random, from a
// stated seed, what can be done on the page at that moment. It knows no control by name: whatever is there is used.
(() => {
  const native = {
    now: performance.now.bind(performance),
    Date: window.Date,
    every: window.setInterval.bind(window),
    never: window.clearInterval.bind(window),
    frame: window.requestAnimationFrame.bind(window),
  };
  const FRAME_MS = 16;
  /** Until it is held, time passes as it does outside. */
  const began = native.now();
  const epoch = native.Date.now() - began;
  let now = began;
  let count = 0;
  /** id to { due, act, every } */
  const waiting = new Map();

  const wait = (act, ms, every = 0) => {
    count += 1;
    if (typeof act === "function") waiting.set(count, { due: now + Math.max(0, Number(ms) || 0), act, every });
    return count;
  };
  const call = (id) => void waiting.delete(id);
  window.setTimeout = (act, ms, ...given) => wait(() => act(...given), ms);
  window.setInterval = (act, ms, ...given) => wait(() => act(...given), ms, Math.max(1, Number(ms) || 0));
  window.requestAnimationFrame = (act) => wait(() => act(now), FRAME_MS - (now % FRAME_MS));
  window.clearTimeout = window.clearInterval = window.cancelAnimationFrame = call;
  performance.now = () => now;
  window.Date = class extends native.Date {
    constructor(...given) {
      if (given.length > 0) super(...given);
      else super(epoch + now);
    }
    static now() {
      return epoch + now;
    }
  };

  function soonest(end) {
    let first = null;
    for (const [id, one] of waiting) if (one.due <= end && (!first || one.due < first[1].due)) first = [id, one];
    return first;
  }
  function fire([id, one]) {
    now = Math.max(now, one.due);
    if (one.every) one.due += one.every;
    else waiting.delete(id);
    try {
      one.act();
    } catch (error) {
      reportError(error);
    }
  }
  const flow = native.every(() => {
    const end = native.now();
    for (let next = soonest(end); next; next = soonest(end)) fire(next);
    now = end;
  }, 4);

  const turns = new MessageChannel();
  let turned = [];
  turns.port1.onmessage = () => turned.shift()?.();
  /** What promises and streams have begun gets its turn. */
  const turn = () => new Promise((done) => {
    turned.push(done);
    turns.port2.postMessage(0);
  });
  /** The page is laid out and drawn. */
  const drawn = () => new Promise((done) => native.frame(() => turn().then(done)));

  async function pass(ms) {
    const end = now + ms;
    let fired = 0;
    for (let next = soonest(end); next; next = soonest(end)) {
      fire(next);
      fired += 1;
      // Promises have their turn each time; streams, and a frame of the browser's, now and then.
      await (fired % 8 === 0 ? turn() : null);
    }
    now = end;
  }

  async function ready() {
    const late = native.now() + 10_000;
    while (document.documentElement.dataset.ready !== "true") {
      if (native.now() > late) throw new Error("The page has not become ready again.");
      await pass(FRAME_MS);
      await drawn();
    }
  }

  /** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
  function chanceOf(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  const PRESSED = 'button, summary, a[href^="#"], select, input, textarea, [role="slider"], [role="button"]';
  function controls() {
    const all = [...document.querySelectorAll(PRESSED)].filter(
      (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("[inert], #text"),
    );
    // A kind of control, not each of its hundred copies, has an even chance.
    const kinds = new Map();
    for (const each of all) {
      const { action, language, facet } = each.dataset;
      const kind = action ?? (language ? "language" : facet) ?? `${each.tagName}.${each.classList[0] ?? ""}`;
      kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
    }
    return kinds;
  }

  const point = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { clientX: x + width / 2, clientY: y + height / 2 };
  };
  const send = (element, type, Kind, details) =>
    element.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, composed: true, ...details }));
  function pointTo(element, type, at, more = {}) {
    const details = { pointerId: 1, pointerType: "mouse", isPrimary: true, button: 0, buttons: 1, ...at, ...more };
    send(element, `pointer${type}`, PointerEvent, details);
    send(element, `mouse${type}`, MouseEvent, details);
  }
  function press(element) {
    pointTo(element, "down", point(element));
    element.focus({ preventScroll: true });
    pointTo(element, "up", point(element), { buttons: 0 });
    element.click();
  }
  const key = (element, name, more = {}) => {
    send(element, "keydown", KeyboardEvent, { key: name, ...more });
    send(element, "keyup", KeyboardEvent, { key: name, ...more });
  };

  const KEYS = [
    "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Escape", "Tab",
  ];
  const WORDS = ["", "b", "ba", "baku", "Lənkəran", "1990", "troops in", "qqqq", "с", "Ленкорань"];
  const one = (chance, all) => all[Math.floor(chance() * all.length)];

  /** Does one thing, and says what. */
  function act(chance) {
    const kinds = controls();
    const what = chance();
    const map = document.querySelector(".map");
    if (what < 0.06 && map) {
      const at = point(map);
      send(map, "wheel", WheelEvent, { deltaY: one(chance, [-240, -120, 120, 240]), ...at });
      return "wheel";
    }
    if (what < 0.12 && map) {
      const at = point(map);
      pointTo(map, "down", at);
      for (let part = 1; part <= 4; part++) {
        const to = { clientX: at.clientX + part * 20 * (chance() - 0.5), clientY: at.clientY + part * 15 };
        pointTo(map, "move", to);
      }
      pointTo(map, "up", at, { buttons: 0 });
      return "drag";
    }
    if (what < 0.15) {
      const body = document.querySelector(".panel-body");
      if (body) body.scrollTop = chance() * body.scrollHeight;
      return "scroll";
    }
    if (what < 0.27) {
      const target = document.activeElement ?? document.body;
      key(target, one(chance, KEYS));
      return "key";
    }
    if (kinds.size === 0) return "nothing";
    const [kind, members] = one(chance, [...kinds]);
    const element = one(chance, members);
    if (element.matches("input[type=search], input[type=text], textarea")) {
      element.focus({ preventScroll: true });
      element.value = one(chance, WORDS);
      send(element, "input", InputEvent, {});
    } else if (element.matches("input[type=range]")) {
      const [least, most] = [Number(element.min || 0), Number(element.max || 100)];
      element.value = String(least + chance() * (most - least));
      send(element, "input", Event, {});
      send(element, "change", Event, {});
    } else if (element.matches("select")) {
      element.selectedIndex = Math.floor(chance() * element.options.length);
      send(element, "input", Event, {});
      send(element, "change", Event, {});
    } else if (element.matches('[role="slider"]')) {
      element.focus({ preventScroll: true });
      key(element, one(chance, KEYS));
    } else press(element);
    return kind;
  }

  window.visitor = {
    hold: () => native.never(flow),
    pass,
    ready,
    drawn,
    now: () => now,
    /** Does `count` things, some time apart; gives how often each kind was done. */
    async visit({ seed, count, apart_ms }) {
      const chance = chanceOf(seed);
      const done = {};
      for (let each = 0; each < count; each++) {
        const kind = act(chance);
        done[kind] = (done[kind] ?? 0) + 1;
        await turn();
        await pass(chance() * apart_ms);
        await ready();
        // Not each time: to draw takes longest.
        if (each % 8 === 0) await drawn();
      }
      return done;
    },
    /** Does nothing more until the page has asked, has gone back to its beginning and shows itself. */
    async leave() {
      const late = now + 3_600_000;
      const { dataset } = document.documentElement;
      while (dataset.presence !== "waiting") {
        if (now > late) throw new Error("The page has not gone back to its beginning for an hour.");
        await pass(5_000);
        await turn();
      }
      await ready();
      await drawn();
      // After a drag Leaflet hears the next key, to show the focus again; it is not a listener of the page's.
      window.dispatchEvent(new KeyboardEvent("keydown"));
    },
    /** Where something could be pressed, in pixels of the window: for a hand from outside. */
    somewhere(seed) {
      const chance = chanceOf(seed);
      const seen = [...controls()].flatMap(([kind, members]) => {
        const inside = members.filter((each) => {
          const { clientX, clientY } = point(each);
          return each.contains(document.elementFromPoint(clientX, clientY)) || null;
        });
        return inside.length > 0 ? [[kind, inside]] : [];
      });
      if (seen.length === 0) return null;
      const [kind, members] = one(chance, seen);
      const { clientX: x, clientY: y } = point(one(chance, members));
      return { kind, x, y };
    },
  };
})();
