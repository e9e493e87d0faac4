import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsToShow, makeLoop } from "../src/kiosk/attract";
import type { Clock } from "../src/kiosk/clock";
import { MOST_ERRORS, makeBoundary, PAUSES_S, WITHIN_S } from "../src/kiosk/errors";
import { CURSOR_S, guard, isBrowsers, keepAwake, staysInside } from "../src/kiosk/guard";
import { BEAT_S, lineOf, type Pulse, startHeart } from "../src/kiosk/heartbeat";
import { type IdleOptions, watchIdle, wordsInSight } from "../src/kiosk/idle";

/** A clock that goes only when it is told to; timers fire in order, each at its own time. */
function fakeClock(): Clock & { pass(ms: number): void; waiting(): number } {
  let now = 0;
  let timers: { at: number; act: () => void }[] = [];
  return {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.act();
      }
      now = end;
    },
    waiting: () => timers.length,
  };
}

function watched(given: Partial<IdleOptions> = {}) {
  const clock = fakeClock();
  const told: string[] = [];
  let resets = 0;
  const idle = watchIdle({
    clock,
    idle_s: 90,
    warning_s: 30,
    words_per_s: 3.3,
    words: () => 0,
    plays: () => false,
    tell: (presence, left) => told.push(presence === "warning" ? `${presence} ${left}` : presence),
    reset: () => {
      resets += 1;
    },
    ...given,
  });
  return { clock, told, idle, resets: () => resets };
}

test("nobody there: nothing is counted, asked or reset", () => {
  const { clock, told, idle, resets } = watched();
  clock.pass(86_400_000);
  assert.deepEqual([told, idle.presence(), resets(), clock.waiting()], [[], "waiting", 0, 0]);
});

test("after 90 seconds it asks, counts 30 down, and returns to the beginning once", () => {
  const { clock, told, idle, resets } = watched();
  idle.touch();
  clock.pass(89_999);
  assert.equal(idle.presence(), "active");
  clock.pass(1);
  assert.equal(idle.presence(), "warning");
  clock.pass(29_999);
  assert.deepEqual([idle.presence(), resets()], ["warning", 0]);
  clock.pass(1);
  assert.deepEqual([idle.presence(), resets()], ["waiting", 1]);
  assert.deepEqual(told.slice(0, 4).concat(told.slice(-2)), [
    "active",
    "warning 30",
    "warning 29",
    "warning 28",
    "warning 1",
    "waiting",
  ]);
  clock.pass(1_000_000);
  assert.deepEqual([resets(), clock.waiting()], [1, 0]);
});

test("any input extends, as often as wanted", () => {
  const { clock, idle, resets } = watched();
  idle.touch();
  for (let time = 0; time < 50; time++) {
    clock.pass(119_000);
    assert.equal(idle.presence(), "warning");
    idle.touch();
    assert.equal(idle.presence(), "active");
  }
  assert.equal(resets(), 0);
  clock.pass(60_000);
  idle.touch();
  clock.pass(60_000);
  assert.equal(idle.presence(), "active", "an input before the warning counts from itself");
  clock.pass(30_000);
  assert.deepEqual([idle.presence(), resets()], ["warning", 0]);
});

test("what is shown is given its time to read: 330 words take 100 seconds more", () => {
  let words = 330;
  const { clock, idle } = watched({ words: () => words });
  idle.touch();
  clock.pass(189_999);
  assert.equal(idle.presence(), "active");
  clock.pass(1);
  assert.equal(idle.presence(), "warning");
  idle.touch();
  words = 0;
  clock.pass(90_000);
  assert.equal(idle.presence(), "warning");
});

test("while something plays nothing is counted, and afterwards from the start", () => {
  let plays = true;
  const { clock, idle } = watched({ plays: () => plays });
  idle.touch();
  clock.pass(3_600_000);
  assert.equal(idle.presence(), "active");
  plays = false;
  clock.pass(88_000);
  assert.equal(idle.presence(), "active");
  clock.pass(3_000);
  assert.equal(idle.presence(), "warning");
});

test("a warning is never shorter than twenty seconds", () => {
  const { clock, idle } = watched({ warning_s: 5 });
  idle.touch();
  clock.pass(90_000 + 19_999);
  assert.equal(idle.presence(), "warning");
  clock.pass(1);
  assert.equal(idle.presence(), "waiting");
});

test("who leaves resets at once; who never came resets nothing; an ended watch does nothing", () => {
  const { clock, idle, resets } = watched();
  idle.leave();
  assert.equal(resets(), 0);
  idle.touch();
  idle.leave();
  assert.deepEqual([idle.presence(), resets(), clock.waiting()], ["waiting", 1, 0]);
  idle.end();
  idle.touch();
  assert.deepEqual([idle.presence(), clock.waiting()], ["waiting", 0]);
});

test("300 visits leave no timer behind", () => {
  const { clock, idle, resets } = watched();
  for (let visit = 0; visit < 300; visit++) {
    for (let touch = 0; touch < 20; touch++) {
      idle.touch();
      clock.pass(7_000);
    }
    clock.pass(200_000);
  }
  assert.deepEqual([resets(), clock.waiting()], [300, 0]);
});

test("of a text that is longer than its window only the part in sight is read", () => {
  assert.equal(wordsInSight(" one two\n three ", 100, 200), 3);
  assert.equal(wordsInSight("word ".repeat(1000), 2000, 500), 250);
  assert.equal(wordsInSight("", 0, 0), 0);
});

test("the loop shows each event for its time, round and round, until it is stopped", () => {
  const clock = fakeClock();
  const shown: number[] = [];
  const loop = makeLoop({ clock, events: [4, 7, 9], seconds: 12, show: (event) => shown.push(event) });
  loop.start();
  loop.start();
  clock.pass(12_000 * 4);
  assert.deepEqual([shown, loop.running()], [[4, 7, 9, 4, 7], true]);
  loop.stop();
  clock.pass(1_000_000);
  assert.deepEqual([shown.length, clock.waiting(), loop.running()], [5, 0, false]);
  loop.start();
  assert.deepEqual(shown.slice(5), [4], "it begins anew");
});

test("a loop may be stopped by what it shows, and one of nothing shows nothing", () => {
  const clock = fakeClock();
  const shown: number[] = [];
  const loop = makeLoop({
    clock,
    events: [1, 2],
    seconds: 1,
    show(event) {
      shown.push(event);
      if (event === 2) loop.stop();
    },
  });
  loop.start();
  clock.pass(10_000);
  assert.deepEqual([shown, clock.waiting()], [[1, 2], 0]);
  const none = makeLoop({ clock, events: [], seconds: 1, show: (event) => shown.push(event) });
  none.start();
  clock.pass(10_000);
  assert.deepEqual(shown, [1, 2]);
});

test("each place is shown once in a round, context and what has no place never", () => {
  assert.deepEqual(
    eventsToShow([2, -1, 2, 0, 1], (event) => event === 4),
    [0, 3],
  );
});

test("the browser's keys are refused, the exhibit's are not", () => {
  const none = { ctrlKey: false, altKey: false, metaKey: false };
  const refused = [
    { ...none, key: "F5" },
    { ...none, key: "F12" },
    { ...none, key: "BrowserBack" },
    { ...none, key: "ContextMenu" },
    { ...none, key: "+", ctrlKey: true },
    { ...none, key: "P", ctrlKey: true },
    { ...none, key: "w", ctrlKey: true },
    { ...none, key: "ArrowLeft", altKey: true },
    { ...none, key: "l", metaKey: true },
  ];
  const kept = [
    ...["Enter", " ", "Tab", "Escape", "ArrowLeft", "Home", "a", "Delete", "Control", "Alt", "Meta"].map(
      (key) => ({
        ...none,
        key,
        ctrlKey: key === "Control",
        altKey: key === "Alt",
        metaKey: key === "Meta",
      }),
    ),
    { ...none, key: "v", ctrlKey: true },
    { ...none, key: "@", ctrlKey: true, altKey: true },
  ];
  assert.deepEqual(
    refused.filter((key) => !isBrowsers(key)),
    [],
  );
  assert.deepEqual(kept.filter(isBrowsers), []);
});

test("only an address within the page is followed", () => {
  assert.deepEqual(
    ["#source-1", "https://example.org", "mailto:a@example.org", "", "other.html"].map(staysInside),
    [true, false, false, false, false],
  );
});

function heard(target: EventTarget, name: string, facts: object = {}): boolean {
  const event = Object.assign(new Event(name, { cancelable: true }), facts);
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

test("the guard refuses menus, selection, drags and pinches, and gives everything back", () => {
  const clock = fakeClock();
  const target = new EventTarget();
  const cursors: boolean[] = [];
  const release = guard({ clock, target, cursor: (shown) => cursors.push(shown) });
  for (const name of ["contextmenu", "selectstart", "dragstart", "drop", "gesturestart", "submit"]) {
    assert.equal(heard(target, name), true, name);
  }
  assert.equal(heard(target, "wheel", { ctrlKey: true }), true);
  assert.equal(heard(target, "wheel", { ctrlKey: false }), false);
  assert.equal(heard(target, "mousedown", { button: 1 }), true);
  assert.equal(heard(target, "mousedown", { button: 0 }), false);
  assert.equal(heard(target, "keydown", { key: "F5" }), true);
  assert.equal(heard(target, "keydown", { key: "Enter" }), false);
  heard(target, "pointermove", { pointerType: "touch" });
  heard(target, "pointermove", { pointerType: "mouse" });
  clock.pass(CURSOR_S * 1000 - 1);
  assert.deepEqual(cursors, [false, true]);
  clock.pass(1);
  assert.deepEqual(cursors, [false, true, false]);
  release();
  assert.equal(heard(target, "contextmenu"), false);
  assert.deepEqual([cursors.at(-1), clock.waiting()], [true, 0]);
});

function page(): EventTarget & { visibilityState: DocumentVisibilityState } {
  return Object.assign(new EventTarget(), { visibilityState: "visible" as DocumentVisibilityState });
}

test("the screen is kept awake, asked again when it was let go, and a refusal is told", async () => {
  const told: string[] = [];
  const seen = page();
  let asked = 0;
  const locks: { released: boolean }[] = [];
  const lock = {
    request: async () => {
      asked += 1;
      const held = { released: false, release: async () => undefined };
      locks.push(held);
      return held as unknown as WakeLockSentinel;
    },
  };
  const end = keepAwake(seen as unknown as Document, lock, (wake) => told.push(wake));
  await Promise.resolve();
  seen.dispatchEvent(new Event("visibilitychange"));
  await Promise.resolve();
  assert.deepEqual([told, asked], [["none", "awake"], 1]);
  for (const each of locks) each.released = true;
  seen.dispatchEvent(new Event("visibilitychange"));
  await Promise.resolve();
  assert.equal(asked, 2);
  end();
  const refused: string[] = [];
  keepAwake(
    page() as unknown as Document,
    { request: () => Promise.reject(new Error("NotAllowedError")) },
    (wake) => refused.push(wake),
  );
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(refused, ["none", "refused"]);
  keepAwake(page() as unknown as Document, undefined, (wake) => refused.push(wake));
  assert.deepEqual(refused, ["none", "refused", "none"]);
});

function bounded(name = "") {
  const clock = fakeClock();
  let text = name;
  let reloads = 0;
  let wall = 1_000_000_000;
  const memory = {
    read: () => text,
    write: (next: string) => {
      text = next;
    },
  };
  const load = () =>
    makeBoundary({ clock, memory, wall: () => wall + clock.now(), reload: () => (reloads += 1) });
  return { clock, load, reloads: () => reloads, name: () => text, setBack: () => (wall -= 10_000_000) };
}

test("single errors are counted and change nothing; several at once load the page anew after a pause", () => {
  const { clock, load, reloads } = bounded();
  const boundary = load();
  for (let error = 0; error < 20; error++) {
    assert.equal(boundary.caught(), false);
    clock.pass(WITHIN_S * 500 + 1);
  }
  assert.deepEqual([boundary.errors(), reloads()], [20, 0]);
  clock.pass(WITHIN_S * 1000);
  const brought = Array.from({ length: MOST_ERRORS + 2 }, () => boundary.caught());
  assert.deepEqual(brought, [false, false, true, false, false]);
  clock.pass(4_999);
  assert.equal(reloads(), 0);
  clock.pass(1);
  assert.deepEqual([reloads(), boundary.reloads()], [1, 1]);
});

test("a page that breaks at once each time is loaded ever more rarely, and over a day not thrice an hour", () => {
  const { clock, load, reloads, name } = bounded("left by another page");
  const pauses: number[] = [];
  while (clock.now() < 86_400_000) {
    const boundary = load();
    const before = [clock.now(), reloads()] as const;
    for (let error = 0; error < MOST_ERRORS; error++) boundary.caught();
    while (reloads() === before[1]) clock.pass(1000);
    pauses.push((clock.now() - before[0]) / 1000);
  }
  assert.deepEqual(pauses.slice(0, 5), PAUSES_S);
  assert.ok(reloads() < 100, `${reloads()} reloads a day`);
  assert.equal(load().reloads(), reloads());
  assert.ok(name().length < 200, "what is remembered stays small");
});

test("an hour without a reload, and a clock that was set back, are forgiven", () => {
  const { clock, load, reloads, setBack } = bounded();
  const breakIt = (): number => {
    const boundary = load();
    const before = [clock.now(), reloads()] as const;
    for (let error = 0; error < MOST_ERRORS; error++) boundary.caught();
    while (reloads() === before[1]) clock.pass(1000);
    return (clock.now() - before[0]) / 1000;
  };
  assert.deepEqual([breakIt(), breakIt()], [5, 30]);
  clock.pass(3_600_001);
  assert.equal(breakIt(), 5);
  setBack();
  assert.equal(breakIt(), 5);
});

test("what the window's name holds of others is no memory", () => {
  for (const name of ["", "frame-7", "mapbuilder:{broken", 'mapbuilder:{"times":5}']) {
    assert.equal(bounded(name).load().reloads(), 0);
  }
});

test("the heart beats only when a frame has been drawn and the page is ready", () => {
  const clock = fakeClock();
  const pulse: Pulse = {
    count: 0,
    errors: 0,
    resets: 0,
    reloads: 0,
    since: "",
    state: "waiting",
    wake: "none",
  };
  let frames: (() => void)[] = [];
  let ready = false;
  let hangs = false;
  const beats: number[] = [];
  const draw = (): void => {
    if (hangs) return;
    const due = frames;
    frames = [];
    for (const act of due) act();
  };
  const stop = startHeart({
    clock,
    frame: (act) => frames.push(act),
    ready: () => ready,
    pulse,
    beat: ({ count }) => beats.push(count),
  });
  const pass = (beatsLong: number): void => {
    for (let each = 0; each < beatsLong; each++) {
      clock.pass(BEAT_S * 1000);
      draw();
    }
  };
  pass(3);
  assert.deepEqual(beats, []);
  ready = true;
  pass(3);
  assert.deepEqual(beats, [1, 2, 3]);
  hangs = true;
  pass(10);
  assert.deepEqual(beats, [1, 2, 3]);
  hangs = false;
  pass(1);
  assert.deepEqual(beats, [1, 2, 3, 4]);
  stop();
  pass(5);
  assert.deepEqual([beats, clock.waiting()], [[1, 2, 3, 4], 0]);
  assert.equal(lineOf(pulse), "mapbuilder heartbeat 4 errors 0 resets 0 reloads 0 state waiting wake none");
});
