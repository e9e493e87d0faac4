import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Ids } from "../src/address";
import { createStore, firstState } from "../src/state";
import { followAddress } from "../src/travel";

const ids = {
  head: {
    language: "en",
    theme: "auto",
    languages: ["en", "az"].map((tag) => ({ tag, name: tag, dir: "ltr" as const, draft: false })),
    places: { id: ["baku"] },
    events: { id: ["met", "far"], places: [[], []], group: [0, 0] },
    categories: { id: [] },
    groups: { id: ["core"], panel: ["events"] },
  },
  sources: [],
} as unknown as Ids;

/** A page whose address can be changed as a visitor would, and the changes be heard later, as while a name is looked for. */
function openPage(t: TestContext) {
  const host = new EventTarget();
  const place = { hash: "", href: "file:///page.html" };
  const go = (hash: string): void => {
    place.hash = hash;
    place.href = `file:///page.html${hash}`;
  };
  const write = (_: unknown, __: string, address: string): void => go(address.match(/#.*/)?.[0] ?? "");
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stand = { location: place, history: { state: null, replaceState: write, pushState: write } };
  const own = Object.assign(host, { setTimeout: (act: () => void, ms: number) => setTimeout(act, ms) });
  for (const [name, value] of Object.entries({ ...stand, window: own })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  t.after(() => {
    for (const name of ["location", "history", "window"]) Reflect.deleteProperty(globalThis, name);
  });
  const store = createStore(firstState(ids.head));
  followAddress(store, ids, { pushes: true });
  return { store, go, place, hear: () => host.dispatchEvent(new Event("popstate")) };
}

test("an address that is still being looked for is not overwritten by that of the state before", (t) => {
  const { store, go, place, hear } = openPage(t);
  store.update({ language: "az" });
  go("#event=far");
  t.mock.timers.tick(10_000);
  assert.equal(place.hash, "#event=far");
  hear();
  assert.deepEqual(store.get().view, { kind: "event", event: 1 });
  t.mock.timers.tick(10_000);
  assert.equal(place.hash, "#event=far");
});

test("what names nothing gives way to the address of what is shown", (t) => {
  const { store, go, place, hear } = openPage(t);
  store.update({ view: { kind: "event", event: 0 } });
  assert.equal(place.hash, "#event=met");
  go("#event=nobody");
  hear();
  assert.deepEqual(store.get().view, { kind: "records" });
  t.mock.timers.tick(10_000);
  assert.equal(place.hash, "");
});
