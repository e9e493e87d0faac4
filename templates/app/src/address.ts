// The state in the page's address, as its fragment says it: `#event=ev03&lang=az&from=1990-01-19&q=baku&category=arrests`.
// Pure. What is unknown is passed over, so that an old or a hand-written address opens what it can.

import { type Display, fromPairs, toPairs } from "./display/display";
import type { Head } from "./payload";
import { EVERYTHING, FACETS, type Facet, firstState, type Selection, type State, type View } from "./state";

/** What a fragment says, by ids, and in which order. `place` is the one that is open, `at` those that are filtered by. */
const NAMES: Record<Facet, string> = { category: "category", group: "group", place: "at", source: "source" };
const DAY_MS = 86_400_000;

export type Addressed = Pick<State, "view" | "language" | "selection" | "step"> & Partial<Display>;

/** The ids of what an address can name. */
export interface Ids {
  head: Pick<
    Head,
    "language" | "theme" | "languages" | "places" | "events" | "categories" | "groups" | "many"
  >;
  sources: readonly string[];
  /** of the steps of a story that a table tells, "" for those that have none */
  steps?: readonly string[];
}

function idsOf({ head, sources }: Ids): Record<Facet, readonly string[]> {
  return { category: head.categories.id, group: head.groups.id, place: head.places.id, source: sources };
}

/** The fragment of a state without its `#`; empty for the page as it opens. */
export function toFragment(state: Addressed, ids: Ids): string {
  const { view, language, selection, step } = state;
  const { head } = ids;
  const said: [string, string | undefined][] = [];
  if (ids.steps?.[step] !== undefined) said.push(["step", ids.steps[step] || String(step + 1)]);
  if (view.kind === "event") said.push(["event", head.events.id[view.event]]);
  const place = view.kind === "place" || view.kind === "event" ? view.place : undefined;
  if (place !== undefined) said.push(["place", head.places.id[place]]);
  if (view.kind === "sources" || view.kind === "scroll") said.push(["view", view.kind]);
  if (view.kind === "scroll" && !ids.steps) said.push(["step", String(step + 1)]);
  if (view.kind === "source") said.push(["reference", ids.sources[view.source]]);
  if (view.kind === "statement") said.push(["view", "accessibility"]);
  if (language !== head.language) said.push(["lang", language]);
  if (selection.from !== null) said.push(["from", toDate(selection.from)]);
  if (selection.to !== null) said.push(["to", toDate(selection.to)]);
  if (selection.text.trim()) said.push(["q", selection.text.trim()]);
  const known = idsOf(ids);
  for (const facet of FACETS) {
    const chosen = [...selection[facet]].sort((one, other) => one - other);
    for (const value of chosen) said.push([NAMES[facet], known[facet][value]]);
  }
  said.push(...toPairs(state, head.theme));
  return said
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`)
    .join("&");
}

/** What a fragment asks for; all that it does not say is as the page opens. Null where it is none of ours. */
export function fromFragment(fragment: string, ids: Ids): Addressed | null {
  const text = fragment.replace(/^#/, "");
  if (text !== "" && !text.includes("=")) return null;
  const said = new URLSearchParams(text.replaceAll("+", "%2B"));
  const { head } = ids;
  const first = firstState(head);
  const known = idsOf(ids);
  const place = indexOf(head.places.id, said.get("place"));
  const event = indexOf(head.events.id, said.get("event"));
  const source = indexOf(ids.sources, said.get("reference"));
  let view: View = first.view;
  if (event !== undefined) {
    const has = place !== undefined && (head.events.places?.[event] ?? []).includes(place);
    view = has ? { kind: "event", event, place } : { kind: "event", event };
  } else if (place !== undefined) view = { kind: "place", place };
  else if (source !== undefined) view = { kind: "source", source };
  else if (said.get("view") === "sources") view = { kind: "sources" };
  else if (said.get("view") === "accessibility") view = { kind: "statement" };
  const step = stepOf(said.get("step"), ids);
  const scrolls = view.kind === "records" && said.get("view") === "scroll";
  if (scrolls) view = { kind: "scroll" };
  else if (step >= 0 && view.kind === "records") {
    const event = MANY || ids.steps ? -1 : (toldEvents(head)[step] ?? -1);
    if (ids.steps) view = { kind: "step" };
    else if (event >= 0) view = { kind: "event", event };
  }
  const asked = said.get("lang");
  const selection: Selection = {
    ...EVERYTHING,
    from: fromDate(said.get("from")),
    to: fromDate(said.get("to")),
    text: said.get("q") ?? "",
    ...Object.fromEntries(
      FACETS.map((facet) => [
        facet,
        new Set(said.getAll(NAMES[facet]).flatMap((id) => indexOf(known[facet], id) ?? [])),
      ]),
    ),
  };
  return {
    view,
    language: head.languages.find(({ tag }) => tag === asked)?.tag ?? first.language,
    selection,
    step: scrolls ? Math.max(0, step) : ids.steps ? step : -1,
    ...fromPairs(said),
  };
}

/** The step of an id or a number from 1; -1 for none. */
function stepOf(asked: string | null, { head, steps }: Ids): number {
  if (!asked) return -1;
  const named = steps?.indexOf(asked) ?? -1;
  if (named >= 0) return named;
  // Of many records none but those that were met has an id.
  const count = steps?.length ?? (MANY ? (head.many?.count ?? 0) : toldEvents(head).length);
  return /^\d{1,6}$/.test(asked) && Number(asked) <= count ? Number(asked) - 1 : -1;
}

/** The events of a story without a table: all but the context, in their order. */
function toldEvents({ events, groups }: Ids["head"]): number[] {
  return events.id.flatMap((_, event) =>
    groups.panel[events.group[event] ?? -1] === "context" ? [] : [event],
  );
}

function indexOf(ids: readonly string[], id: string | null): number | undefined {
  const index = id === null ? -1 : ids.indexOf(id);
  return index < 0 ? undefined : index;
}

/** ISO 8601 with four digits, or a sign and six, of the year; the day's number where no Date reaches. */
export function toDate(day: number): string {
  const date = new Date(day * DAY_MS);
  return Number.isNaN(date.getTime()) ? String(day) : (date.toISOString().split("T")[0] ?? "");
}

function fromDate(text: string | null): number | null {
  if (text && /^-?\d{7,15}$/.test(text)) return Number(text);
  if (!text || !/^(\d{4}|[+-]\d{6})-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Some engines take the 31st of February for the 3rd of March.
  return !Number.isNaN(time) && toDate(time / DAY_MS) === text ? time / DAY_MS : null;
}
