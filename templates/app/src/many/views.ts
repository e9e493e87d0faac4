// What the panel shows of many records: the ordinary views of a slice, and in them lists of any length.

import { append, type Child, h, richBlock } from "../dom";
import { type Exhibit, fallbackLanguage } from "../exhibit";
import { type PanelActions, renderView } from "../panel";
import type { View } from "../state";
import { words } from "../words";
import { eventsOf } from "./columns";
import { filesArrived } from "./files";
import { makeRows, type Rows, type RowsOptions } from "./list";
import { type ScrollOptions, scrollView } from "./scroll";
import { type Slice, slice, type Whole } from "./slice";
import { withPassages } from "./slice-passages";
import { figuresAmong } from "./source-figures";
import { othersAmong } from "./source-others";
import { stepView } from "./story";

/** Records of a place that are told with it; of more there is a list. */
const FEW = 30;

export interface Views {
  /** A view that is none of the list's. */
  render(view: View): Promise<HTMLElement>;
  /** Draws the lists in the view that is shown now. */
  look(): void;
  /** Marks in it the records that the selection leaves out. */
  mark(): void;
  /** Gives up the lists of a view that is no longer shown. */
  clear(): void;
}

export interface ViewsOptions {
  scroller: HTMLElement;
  whole(): Whole;
  /** without where they lead: that is in the numbers of all */
  actions(): PanelActions;
  open(view: View): void;
  /** whether the selection asks for an event */
  isFound(event: number): boolean;
  /** what is found, one after the other */
  sequence(): Uint32Array;
  refill: ScrollOptions["refill"];
  /** What stands under the sources: the data to take along. */
  take(): HTMLElement | null;
}

export function makeViews(options: ViewsOptions): Views {
  const { scroller, whole, actions, open, isFound, take, ...story } = options;
  let lists: Rows[] = [];
  /** the entries that are none of a list's */
  let entries: { element: Element; event: number }[] = [];

  /** The actions of a slice: what it opens is in its own numbers. */
  function within(part: Slice): PanelActions {
    return { ...actions(), open: (view) => open(part.whole(view)) };
  }

  /** A few records with all that is shown of them. */
  async function shown(events: number[], places?: number[]): Promise<Slice> {
    const part = await withPassages(whole(), await slice(whole(), events, places));
    await filesArrived(part.exhibit);
    return part;
  }

  function rowsOf(
    order: Uint32Array,
    among: Pick<RowsOptions, "placed" | "before" | "total" | "isFound">,
  ): Rows {
    const rows = makeRows({
      scroller,
      whole,
      actions,
      open: (event) => open({ kind: "event", event }),
      ...among,
    });
    rows.show(order);
    lists.push(rows);
    return rows;
  }

  function isShown(event: number): boolean {
    return whole().hidden?.[event] !== 1;
  }

  async function place(at: number, chosen: number, view: View): Promise<HTMLElement> {
    const all = eventsOf(whole(), at);
    const count = all.length;
    if (count <= FEW) {
      const run = [...all];
      const alone = run.includes(chosen) || view.kind === "place";
      const part = await shown(alone ? run : [chosen, ...run], [at]);
      const element = renderView(part.exhibit, part.own(view), within(part), null);
      const { id } = part.exhibit.head.events;
      entries = [...element.querySelectorAll<HTMLElement>(".events .entry")].map((one) => ({
        element: one,
        event: part.events[id.indexOf(one.dataset.event ?? "")] ?? -1,
      }));
      mark();
      return element;
    }
    const part = await shown([chosen], [at]);
    const element = renderView(part.exhibit, part.own(view), within(part), null);
    const told = element.querySelector("ol.events");
    if (!told) return element;
    const own = all.indexOf(chosen);
    if (own < 0) {
      // No event of its own was chosen.
      told.after(rowsOf(all, { placed: false, isFound }).element);
      return element;
    }
    const before = rowsOf(all.subarray(0, own), { placed: false, total: count, isFound });
    const after = rowsOf(all.subarray(own + 1), { placed: false, before: own + 1, total: count, isFound });
    if (own > 0) told.before(before.element);
    if (own + 1 < count) told.after(after.element);
    return element;
  }

  function mark(): void {
    for (const list of lists) list.mark();
    for (const { element, event } of entries) element.classList.toggle("outside", !isFound(event));
  }

  async function sourceView(view: View & { kind: "source" }): Promise<HTMLElement> {
    const { exhibit, data } = whole();
    const listed = (order: Uint32Array): Rows => rowsOf(order, { placed: true });
    const figures = await figuresAmong(whole(), view.source, within, listed);
    const element = renderView(exhibit, view, { ...actions(), open }, null);
    const { source, inTime } = data.events;
    const order = inTime.filter((event) => source[event] === view.source && isShown(event));
    const others = (await othersAmong(whole(), view.source, listed)).filter(Boolean);
    if (order.length > 0 || figures || others.length > 0)
      element.querySelector(":scope > .note:last-child")?.remove();
    append(element, [
      order.length > 0 &&
        h("section", {}, h("h3", {}, words(exhibit, "source.records")), listed(order).element),
      figures,
      ...others,
    ]);
    return element;
  }

  function clear(): void {
    for (const list of lists) list.remove();
    lists = [];
    entries = [];
  }

  return {
    async render(view) {
      const { data, exhibit } = whole();
      if (view.kind === "place") return place(view.place, eventsOf(whole(), view.place)[0] ?? -1, view);
      if (view.kind === "event") {
        const at = view.place ?? data.events.place[view.event] ?? data.places.size;
        if (at < data.places.size) return place(at, view.event, view);
        const part = await shown([view.event]);
        return renderView(part.exhibit, part.own(view), within(part), null);
      }
      if (view.kind === "source") return sourceView(view);
      if (view.kind === "step") return stepView(whole(), actions().step, shown, within);
      if (view.kind === "scroll") {
        const records = exhibit.texts.story ? [] : [...story.sequence()];
        return scrollView({ whole: whole(), records, shown, within, refill: story.refill });
      }
      const element = renderView(exhibit, view, { ...actions(), open }, null);
      if (view.kind === "sources") append(element, [take()]);
      return element;
    },
    look() {
      for (const list of lists) list.look();
    },
    mark,
    clear,
  };
}

/** A heading over a list, and what is said of it. */
export function sectionOf(heading: Child, rows: Rows, note: HTMLElement | null = null): HTMLElement {
  return h("section", { class: "listing" }, h("h2", {}, heading), note, rows.element);
}

/** The note of a part of the exhibit that stands apart from the others. */
export function noteOf(exhibit: Exhibit, group: number): HTMLElement | null {
  const fallen = fallbackLanguage(exhibit, "groups.note", group);
  return richBlock("note", exhibit.telling.groups.note[group], fallen);
}
