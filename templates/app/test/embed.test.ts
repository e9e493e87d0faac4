import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ids } from "../src/address";
import { openEmbed, readMessage, tellState } from "../src/embed";
import { createStore, firstState, type State } from "../src/state";

const ids = {
  head: {
    language: "en",
    theme: "auto",
    languages: ["en", "az"].map((tag) => ({ tag, name: tag, dir: "ltr" as const, draft: false })),
    places: { id: ["baku", "lankaran"] },
    events: { id: ["e1", "e2"], group: [-1, -1] },
    categories: { id: [] },
    groups: { id: [], panel: [] },
  },
  sources: [],
  steps: ["", "square"],
} as unknown as Ids;
const first = firstState(ids.head);

function opened(message: object, now: State = first): Partial<State> {
  const asked = readMessage({ type: "mapbuilder:open", ...message }, now, ids);
  assert.equal(asked?.kind, "open", JSON.stringify(asked));
  return asked?.kind === "open" ? asked.state : {};
}

test("a message opens what it names, and leaves the rest as it is", () => {
  assert.deepEqual(opened({ event: "e2" }).view, { kind: "event", event: 1 });
  assert.deepEqual(opened({ place: "baku" }).view, { kind: "place", place: 0 });
  assert.deepEqual(opened({ step: 2 }).view, { kind: "step" });
  assert.equal(opened({ step: "square" }).step, 1);
  const now: State = {
    ...first,
    ...opened({ event: "e1", lang: "az", from: "1990-01-19", q: " Bak\u0131 + " }),
  };
  const next = opened({ event: "e2" }, now);
  assert.equal(next.language, "az");
  assert.equal(next.selection?.from, 7323);
  assert.equal(next.selection?.text, "Bak\u0131 +");
  assert.deepEqual(next.view, { kind: "event", event: 1 });
  assert.deepEqual(opened({ lang: "en" }, now).view, { kind: "event", event: 0 });
});

test("null or an empty text gives up what was chosen", () => {
  const now: State = { ...first, ...opened({ event: "e1", q: "x", from: "1990-01-19" }) };
  const next = opened({ event: null, q: "", from: null }, now);
  assert.deepEqual(next, { view: { kind: "records" }, language: "en", selection: first.selection, step: -1 });
});

test("what is unknown or of another form is refused with a reason", () => {
  for (const [message, reason] of [
    [{ event: "nobody" }, /^event is not known: nobody$/],
    [{ place: "paris" }, /^place/],
    [{ step: 3 }, /^step/],
    [{ lang: "xx" }, /^lang/],
    [{ from: "1990-02-31" }, /^from/],
    [{ event: 7 }, /^event must be a text/],
    [{ q: "x".repeat(501) }, /^q must be a text/],
    [{ q: { toString: "x" } }, /^q must be a text/],
    [{ version: 2 }, /^version must be 1$/],
    [{ type: "mapbuilder:run" }, /^type must be/],
  ] as const) {
    const asked = readMessage({ type: "mapbuilder:open", ...message }, first, ids);
    assert.equal(asked?.kind, "refused", JSON.stringify(message));
    assert.match(asked?.kind === "refused" ? asked.reason : "", reason);
  }
});

test("messages of others are none of ours", () => {
  for (const message of [null, undefined, 1, "mapbuilder:get", [], {}, { type: "resize" }, { type: 3 }]) {
    assert.equal(readMessage(message, first, ids), null);
  }
  assert.deepEqual(readMessage({ type: "mapbuilder:get" }, first, ids), { kind: "get" });
});

test("what is open is told in the words of the address", () => {
  const state: State = { ...first, ...opened({ event: "e1", lang: "az", q: "a+b c" }) };
  assert.deepEqual(tellState(state, ids), {
    type: "mapbuilder:state",
    version: 1,
    event: "e1",
    place: null,
    step: null,
    view: null,
    from: null,
    to: null,
    q: "a+b c",
    lang: "az",
    fragment: "event=e1&lang=az&q=a%2Bb%20c",
  });
  // What is told can be sent back.
  const { type: _, ...told } = tellState(state, ids);
  assert.deepEqual(opened(told), opened({ event: "e1", lang: "az", q: "a+b c" }));
});

test("only the window around the page is heard and answered", () => {
  const heard: { type: string }[] = [];
  const outside = { postMessage: (message: { type: string }) => heard.push(message) };
  let listen: (event: object) => void = () => undefined;
  const host = {
    parent: outside,
    addEventListener: (name: string, listener: (event: object) => void) => {
      if (name === "message") listen = listener;
    },
  };
  const store = createStore(first);
  openEmbed(store, ids, {} as HTMLElement, host as unknown as Window);
  const open = { type: "mapbuilder:open", event: "e1" };
  listen({ source: {}, data: open });
  listen({ source: null, data: open });
  assert.equal(store.get().view.kind, "records");
  listen({ source: outside, data: open });
  assert.deepEqual(store.get().view, { kind: "event", event: 0 });
  listen({ source: outside, data: { type: "mapbuilder:open", event: "e9" } });
  listen({ source: outside, data: { type: "mapbuilder:get" } });
  assert.deepEqual(
    heard.map(({ type }) => type),
    ["mapbuilder:refused", "mapbuilder:state"],
  );
});

test("a page in no frame sends nothing", () => {
  const host = {
    addEventListener: () => assert.fail("it listens"),
    postMessage: () => assert.fail("it sends"),
  };
  const alone = Object.assign(host, { parent: host }) as unknown as Window;
  openEmbed(createStore(first), ids, {} as HTMLElement, alone).ready();
});
