import assert from "node:assert/strict";
import { test } from "node:test";
import { type Addressed, fromFragment, type Ids, toFragment } from "../src/address";
import { EVERYTHING, firstState } from "../src/state";
import { numbers } from "./numbers";

const ids = {
  head: {
    language: "en",
    theme: "auto",
    languages: ["en", "az"].map((tag) => ({ tag, name: tag, dir: "ltr" as const, draft: false })),
    places: { id: ["baku", "a b&c=d", "Şəki"] },
    events: { id: ["e1", "e/2", "#3"], places: [[], [0, 2], []], group: [0, 0, 0] },
    categories: { id: ["arrests", "Ünlü"] },
    groups: { id: ["core"], panel: ["events"] },
  },
  sources: ["S1", "S 2"],
} as unknown as Ids;

const first: Addressed = firstState(ids.head);

test("the page as it opens has no fragment", () => {
  assert.equal(toFragment(first, ids), "");
  assert.deepEqual(fromFragment("", ids), pick(first));
});

function pick({ view, language, selection, step }: Addressed): Addressed {
  return { view, language, selection, step };
}

test("an address says what is open and what is chosen, by ids, percent-encoded", () => {
  const state: Addressed = {
    view: { kind: "event", event: 1, place: 2 },
    language: "az",
    step: -1,
    selection: {
      ...EVERYTHING,
      from: -719529,
      to: 7323,
      text: " Bakı + şəhər ",
      category: new Set([1]),
      place: new Set([1, 0]),
      source: new Set([1]),
    },
  };
  const fragment = toFragment(state, ids);
  assert.equal(
    fragment,
    "event=e%2F2&place=%C5%9E%C9%99ki&lang=az&from=-000001-12-31&to=1990-01-19" +
      "&q=Bak%C4%B1%20%2B%20%C5%9F%C9%99h%C9%99r&category=%C3%9Cnl%C3%BC&at=baku&at=a%20b%26c%3Dd&source=S%202",
  );
  assert.deepEqual(fromFragment(`#${fragment}`, ids), {
    ...state,
    selection: { ...state.selection, text: "Bakı + şəhər", place: new Set([0, 1]) },
  });
});

test("what is unknown is passed over", () => {
  const fragment = "event=e9&place=baku&lang=fr&from=1990-02-31&to=soon&category=x&source=S1&tour=yes&q";
  assert.deepEqual(fromFragment(fragment, ids), {
    view: { kind: "place", place: 0 },
    language: "en",
    selection: { ...EVERYTHING, source: new Set([0]) },
    step: -1,
  });
  assert.deepEqual(fromFragment("event=e1&place=baku", ids)?.view, { kind: "event", event: 0 });
});

test("a fragment that names a part of the text is none of the state's", () => {
  assert.equal(fromFragment("#text-en-ev01", ids), null);
  assert.equal(fromFragment("#source-3", ids), null);
});

test("half a letter in the address does no harm", () => {
  assert.deepEqual(fromFragment("q=%E0%A4%A&event=%", ids)?.view, { kind: "records" });
});

test("every state comes back from its address", () => {
  const next = numbers(11);
  const some = (size: number): Set<number> => new Set([...Array(size).keys()].filter(() => next() < 0.4));
  const day = (): number | null =>
    next() < 0.3 ? null : Math.floor((next() - 0.5) * (next() < 0.2 ? 4e11 : 2e6));
  const letters = [..."aə я&=#%+/ ?东'\u{1f5fa}"];
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: Math.floor(next() * 6) }, () => {
      return letters[Math.floor(next() * letters.length)] ?? "";
    }).join("");
    const kinds: Addressed["view"][] = [
      { kind: "records" },
      { kind: "sources" },
      { kind: "place", place: 1 },
      { kind: "event", event: 2 },
      { kind: "event", event: 1, place: 0 },
    ];
    const state: Addressed = {
      view: kinds[Math.floor(next() * kinds.length)] ?? { kind: "records" },
      language: next() < 0.5 ? "en" : "az",
      step: -1,
      selection: {
        from: day(),
        to: day(),
        text: text.trim(),
        category: some(2),
        group: some(1),
        place: some(3),
        source: some(2),
      },
    };
    const fragment = toFragment(state, ids);
    assert.deepEqual(fromFragment(fragment, ids), state, fragment);
    assert.match(fragment, /^[\x21-\x7e]*$/);
  }
});

const told: Ids = { ...ids, steps: ["", "the square", "3"] };

test("a step of the story is named by its id, else by its number", () => {
  const at = (step: number, view: Addressed["view"] = { kind: "step" }): Addressed => ({
    ...first,
    view,
    step,
  });
  assert.equal(toFragment(at(0), told), "step=1");
  assert.equal(toFragment(at(1), told), "step=the%20square");
  for (const step of [0, 1, 2]) {
    assert.deepEqual(fromFragment(toFragment(at(step), told), told), pick(at(step)));
  }
  assert.deepEqual(fromFragment("step=2", told), pick(at(1)));
  // A record that is read on the way keeps the step.
  const aside = at(1, { kind: "event", event: 2 });
  assert.equal(toFragment(aside, told), "step=the%20square&event=%233");
  assert.deepEqual(fromFragment(toFragment(aside, told), told), pick(aside));
});

test("a step that is not there is passed over", () => {
  for (const asked of ["0", "4", "-1", "1.5", "x", "", "9999999999"]) {
    assert.deepEqual(fromFragment(`step=${asked}`, told), pick(first), asked);
  }
});

test("without a table a step is one of the events that are no context", () => {
  const head = {
    ...ids.head,
    events: { id: ["e1", "e2", "e3"], group: [0, 1, -1] },
    groups: { id: ["around", "core"], panel: ["context", "events"] },
  } as unknown as Ids["head"];
  const plain: Ids = { ...ids, head };
  assert.deepEqual(fromFragment("step=2", plain)?.view, { kind: "event", event: 2 });
  assert.equal(fromFragment("step=2", plain)?.step, -1);
  assert.deepEqual(fromFragment("step=3", plain)?.view, { kind: "records" });
});

test("the story on one page is addressed with the step that is being read", () => {
  const scroll: Addressed = { ...first, view: { kind: "scroll" }, step: 1 };
  assert.equal(toFragment(scroll, ids), "view=scroll&step=2");
  assert.deepEqual(fromFragment("view=scroll&step=2", ids), pick(scroll));
  assert.equal(fromFragment("view=scroll", ids)?.step, 0);
  const told = { ...ids, steps: ["", "shore"] };
  assert.equal(toFragment(scroll, told), "step=shore&view=scroll");
  assert.deepEqual(fromFragment("step=shore&view=scroll", told), pick(scroll));
  assert.deepEqual(fromFragment("view=scroll&event=e1", ids)?.view, { kind: "event", event: 0 });
});

test("an address says how the page is shown, after all else", () => {
  const state: Addressed = { ...first, language: "az", text_size: 2, contrast: "more", theme: "dark" };
  const fragment = "lang=az&text=150&contrast=more&colours=dark";
  assert.equal(toFragment(state, ids), fragment);
  assert.deepEqual(fromFragment(fragment, ids), {
    ...pick(state),
    text_size: 2,
    contrast: "more",
    theme: "dark",
  });
});

test("an address opens what the page says of its accessibility", () => {
  const state: Addressed = { ...first, view: { kind: "statement" } };
  assert.equal(toFragment(state, ids), "view=accessibility");
  assert.deepEqual(fromFragment("view=accessibility", ids), pick(state));
});

test("a source has an address of its own, beside that of a filter by it", () => {
  const state = { ...first, view: { kind: "source", source: 1, from: { kind: "event", event: 0 } } } as const;
  assert.equal(toFragment(state, ids), "reference=S%202");
  assert.deepEqual(fromFragment("reference=S%202&source=S1", ids)?.view, { kind: "source", source: 1 });
  assert.deepEqual(fromFragment("reference=none", ids)?.view, { kind: "records" });
});
