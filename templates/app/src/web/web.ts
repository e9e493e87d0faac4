// The page of records that are too many for one file, but for its first marks: map and panel, which read what they show from
// the server that the page came from.

import { renderBar } from "../bar";
import { applyDisplay, lessMotion, moreContrast } from "../display/apply";
import { sameDisplay } from "../display/display";
import { renderStatement } from "../display/statement";
import { makeSwitches } from "../display/switches";
import { h } from "../dom";
import { closeDoor, door } from "../door";
import { type Exhibit, languageOf, say } from "../exhibit";
import { arrived } from "../many/arrived";
import { decodeBasemap } from "../map/levels";
import { worldX, worldY } from "../map/outline";
import { mapParts } from "../map/parts";
import { readRelief } from "../map/relief";
import { makeNotice } from "../notice";
import { readAllRaw, readBytes, readTelling, readTexts, type Telling } from "../payload";
import { renderSources } from "../sources";
import { createStore, firstState } from "../state";
import { deviceIsDark, modeOf } from "../theme";
import { words } from "../words";
import { type Addressed, fromFragment, toFragment } from "./address";
import { makeFilters } from "./filters";
import { makeFinder } from "./find";
import type { First } from "./first";
import { PAGE, renderFault } from "./found";
import { foundAt, foundOf, withHits } from "./hits";
import { labelIn } from "./labels";
import { openNames } from "./names";
import { backButton, calledOf, fillList, renderFound, renderOpening, renderPlace } from "./panel";
import { FileFault } from "./ranges";
import { openRecords, readPage } from "./records";
import { renderSourcePage, sourceLink } from "./source";
import { openCells, squaresAt } from "./tiles";
import type { OpenPlace, Spot, WebRecord } from "./types";
import { openWords } from "./words";

const NO_FOCUS = { preventScroll: true };
/** A step back that has not come by then was forbidden. */
const SETTLED_MS = 600;

/** What the panel shows. A source that was opened out of a record leads back to it. */
type Shown =
  | { kind: "list" }
  | OpenPlace
  | { kind: "sources" }
  | { kind: "source"; source: number; from?: OpenPlace }
  | { kind: "statement" };

async function furnish(first: First): Promise<void> {
  const root = document.documentElement;
  const { head, bar, body, room, notice, live, map, overlay } = first;
  const { web: facts } = head;
  const noted = makeNotice(notice, body);
  let fault: FileFault | null = null;
  let arriving = 0;
  const onRead = {
    changed() {
      if (fault) {
        fault = null;
        drawList();
      }
      // Tiles often come together; what they change is arranged once, in the frame that shows it.
      if (arriving) return;
      arriving = requestAnimationFrame(() => {
        arriving = 0;
        overlay.changed();
      });
    },
    failed(found: FileFault) {
      fault = found;
      drawList();
      live.textContent = list.textContent;
    },
  };
  const cells = openCells(facts.cells, first.known, onRead);
  await arrived("texts");
  const texts = await readTexts();
  const listed = { ...texts.sources, ...(facts.unlisted && { id: [] }) };
  const store = createStore(firstState(head));
  const filters = makeFilters({
    head,
    texts,
    store,
    cells,
    time: first.time,
    ...onRead,
    announce(said) {
      live.textContent = said;
    },
  });
  let exhibit: Exhibit = { head, texts, telling: await tellingOf(head.language) };
  const list = h("section", { class: "listing", "aria-labelledby": "in-view" });
  let shown: Shown = { kind: "list" };
  let turn = 0;
  let opener: string | null = null;
  let spoken = head.language;
  /** addresses that are being followed */
  let following = 0;
  let closing = 0;

  const records = openRecords(facts);
  const finder = makeFinder({
    facts,
    names: openNames(facts.names),
    words: openWords(facts),
    pick: (rows, language) => records.pick(rows, language, head.languages[0]?.tag ?? ""),
    open: ({ id, lon, lat }) => void openFound(id, lon, lat),
    openRecord: ({ row, place: { id, lon, lat } }) => void openFound(id, lon, lat, row),
    wanted: filters.among,
    clear: filters.clear,
    onAsked() {
      list.hidden = finder.asks();
      filters.hush(finder.asks());
    },
    onQuery: () => write(),
    onFound() {
      overlay.changed();
      if (shown.kind === "place") redraw();
    },
    announce(said) {
      live.textContent = said;
    },
  });
  const { hits } = finder;
  /** A place's records that are found and wanted, by their numbers; null for all of them. */
  async function rowsOf(spot: Spot): Promise<number[] | null> {
    const found = hits();
    return found ? foundOf(found, spot) : filters.rowsOf(spot);
  }
  map.furnish(mapParts);
  first.hand({
    cells: withHits(cells, filters.cells, hits),
    countOf(spot) {
      const found = hits();
      return found ? foundAt(found, spot) : filters.countOf(spot);
    },
    onSpot: (spot) => openPlace(spot, 0),
    onSeen: () => shown.kind === "list" && drawList(),
  });
  askAgain();

  const switches = makeSwitches(root, store, () => show({ kind: "statement" }));
  /** Opens a place that was looked for, or one of its records there: the tiles know the rest of it. */
  async function openFound(id: string, lon: number, lat: number, row?: number): Promise<void> {
    const asked = turn;
    const next = await opening({ id, x: worldX(lon), y: worldY(lat), first: 0 });
    if (next?.kind !== "place") return;
    if (row !== undefined) {
      // Where it cannot be read which records are wanted, the place tells that.
      const rows = await rowsOf(next.spot).catch(() => null);
      const nth = Math.max(0, rows ? rows.indexOf(row) : row - next.spot.first);
      Object.assign(next, { row, first: Math.floor(nth / PAGE) * PAGE });
    }
    if (turn === asked) show(next);
  }

  /** Whether the server answers is known before a visitor asks for more than the page has. */
  function askAgain(): void {
    cells.open().then(onRead.changed, (error: unknown) => {
      if (!(error instanceof FileFault)) throw error;
      onRead.failed(error);
    });
  }

  function drawList(): void {
    list.hidden = finder.asks() && !fault;
    if (fault) {
      const told = renderFault(exhibit, fault, askAgain);
      // Several requests may fail alike: the button stays, and the focus on it.
      if (list.textContent !== told.textContent) list.replaceChildren(told);
      return;
    }
    const seen = overlay.seen();
    if (seen.all === 0 && !seen.whole) {
      list.replaceChildren(h("p", { class: "note" }, words(exhibit, "web.reading")));
      return;
    }
    fillList(list, exhibit, { seen: seen.list, all: seen.all, several: facts.several }, (one) => {
      if (one.places > 1) live.textContent = calledOf(exhibit, one);
      overlay.act(one);
    });
  }

  function show(next: Shown): void {
    if (shown.kind === "list" && next.kind !== "list") {
      opener = document.activeElement?.getAttribute("data-spot") ?? null;
    }
    const back = shown.kind !== "list" && next.kind === "list";
    const opens = shown.kind === "list" && next.kind !== "list";
    const same = shown.kind === "place" && next.kind === "place" && shown.spot.place === next.spot.place;
    shown = next;
    write(opens);
    notice.hidden = true;
    if (!same) overlay.choose(next.kind === "place" ? next.spot : null);
    draw();
    body.scrollTop = 0;
    const before = back
      ? [...body.querySelectorAll<HTMLElement>("[data-spot]")].find(({ dataset }) => dataset.spot === opener)
      : null;
    (before ?? body.querySelector<HTMLElement>("[data-focus]"))?.focus(NO_FOCUS);
  }

  function openPlace(spot: Spot, first: number): void {
    show({ kind: "place", spot, first });
  }

  /** What was opened is a step of the history: closing it goes back over that step. */
  const toList = (): void => {
    const steps = !closing && isOpened();
    if (steps) closing = window.setTimeout(settle, SETTLED_MS);
    show({ kind: "list" });
    if (steps) history.back();
  };

  /** The step before may say another language than the visitor has by now, and something may be open again. */
  function settle(): void {
    clearTimeout(closing);
    closing = 0;
    const opens = shown.kind !== "list";
    if (opens) put("replaceState", fragment({ kind: "list" }), false);
    write(opens);
  }

  function isOpened(): boolean {
    return Boolean((history.state as { opened?: boolean } | null)?.opened);
  }

  function fragment(of: Shown = shown): string {
    const tag = exhibit.telling.language;
    const tongue = tag === head.language ? null : tag;
    const reference = of.kind === "source" && { reference: texts.sources.id[of.source] ?? "" };
    const open = reference || (of.kind === "place" ? of : null);
    return toFragment(open, tongue, [...finder.said(), ...filters.said()]);
  }

  /** Writes what is open into the address, as a step of its own where the list was left for it. */
  function write(opens = false): void {
    if (following > 0 || closing) return;
    const said = fragment();
    if (said === location.hash.slice(1) && !opens) return;
    // Every step has a state, by which Back knows it as one of the page's own.
    if (opens && !history.state) put("replaceState", fragment({ kind: "list" }), false);
    put(opens ? "pushState" : "replaceState", said, shown.kind !== "list" && (opens || isOpened()));
  }

  function put(how: "pushState" | "replaceState", said: string, opened: boolean): void {
    const [bare = ""] = location.href.split("#");
    try {
      history[how]({ opened }, "", said ? `${bare}#${said}` : bare);
    } catch {
      // A frame may forbid it, and a browser too many of them: the page is as usable without.
    }
  }

  /**
   * Shows what the address asks for; meanwhile nothing else is written there. In a step of the page's own the visitor
   * keeps the language and the filters chosen since: choosing these is no step that Back undoes.
   */
  async function follow(own: boolean): Promise<void> {
    following += 1;
    try {
      const { place, reference, language } = fromFragment(
        location.hash,
        head.languages.map(({ tag }) => tag),
      );
      const asked = location.hash;
      if (!own) {
        filters.follow(asked);
        finder.follow(asked);
      }
      const tag = own ? store.get().language : (language ?? head.language);
      if (tag !== store.get().language) await speak(tag);
      const source = reference ? texts.sources.id.indexOf(reference) : -1;
      const cited: Shown | null = source < 0 ? null : { kind: "source", source };
      const next = place ? await opening(place) : cited;
      if (location.hash !== asked) return;
      if (next) show(next);
      else if (shown.kind !== "list") show({ kind: "list" });
      if (own) put("replaceState", place && !next ? asked.slice(1) : fragment(), isOpened());
    } finally {
      following -= 1;
    }
  }

  async function opening({ id, x, y, first }: NonNullable<Addressed["place"]>): Promise<Shown | null> {
    try {
      const spot = (await filters.cells.read(squaresAt(facts.deepest, x, y))).find((each) => each.id === id);
      return spot ? { kind: "place", spot, first: first < spot.events ? first : 0 } : null;
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      fault = error;
      drawList();
      return null;
    }
  }

  function draw(): void {
    turn += 1;
    switch (shown.kind) {
      case "list":
        drawList();
        body.replaceChildren(
          renderOpening(exhibit, facts.marks, finder.element, filters.element, finder.results, list),
        );
        return;
      case "sources":
        body.replaceChildren(
          renderSources(
            { ...exhibit, texts: { ...texts, sources: listed } },
            backButton(exhibit, toList),
            (source, id) => sourceLink(exhibit, source, id, () => show({ kind: "source", source })),
          ),
        );
        return;
      case "source":
        drawSource(shown);
        return;
      case "statement":
        body.replaceChildren(renderStatement(exhibit, backButton(exhibit, toList)));
        return;
      case "place":
        void drawPlace(shown, turn);
    }
  }

  function drawSource({ source, from }: Shown & { kind: "source" }): void {
    const back = backButton(exhibit, leave, from ? "source.back" : "source.all");
    const toRecords = (): void => {
      finder.clear();
      filters.chooseSource(source);
      toList();
    };
    const count = filters.countOfSource(source);
    body.replaceChildren(renderSourcePage(exhibit, source, back, count, toRecords));
  }

  /** What is open was opened out of something else: that is shown again. */
  function leave(): void {
    if (shown.kind !== "source") toList();
    else show(shown.from ?? { kind: "sources" });
  }

  function showAll(): void {
    finder.clear();
    filters.clear();
  }

  async function drawPlace({ spot, first, row, source }: OpenPlace, own: number): Promise<void> {
    const narrowed = hits() !== null || filters.chosen();
    const to = (records: readonly WebRecord[] | FileFault | null, total = spot.events): HTMLElement =>
      renderPlace(
        exhibit,
        spot,
        { first, records, total, found: narrowed && renderFound(exhibit, total, spot.events, showAll) },
        {
          back: toList,
          turn: (next) => openPlace(spot, next),
          openSource: (at, { row }) => {
            const from = { kind: "place" as const, spot, first, row, source: texts.sources.id[at] };
            show({ kind: "source", source: at, from });
          },
        },
        draw,
      );
    body.replaceChildren(to(null));
    const { records: found, total } = await readPage(records, spot, rowsOf(spot), {
      from: first,
      language: exhibit.telling.language,
      fallback: head.languages[0]?.tag ?? "",
    });
    // Something else may have been opened meanwhile.
    if (own !== turn) return;
    // An address may name a later page than what is wanted has.
    if (first > 0 && first >= total) {
      openPlace(spot, 0);
      return;
    }
    const held = body.contains(document.activeElement);
    body.replaceChildren(to(found, total));
    const asked = row === undefined ? null : body.querySelector<HTMLElement>(`[data-row="${row}"]`);
    const link = source && asked?.querySelector<HTMLElement>(`[data-source="${CSS.escape(source)}"]`);
    asked?.scrollIntoView({ block: "start" });
    if (held) (link || asked || body.querySelector<HTMLElement>("[data-focus]"))?.focus(NO_FOCUS);
    live.textContent = [
      labelIn(spot, exhibit.telling.language),
      body.querySelector(".fault p, .found span, .pager p, p.note")?.textContent,
    ].join(". ");
  }

  function drawBar(): void {
    switches.tell(exhibit);
    bar.replaceChildren(
      ...renderBar(exhibit, switches, {
        open: () => show({ kind: "sources" }),
        speak: (language) => store.update({ language }),
      }),
    );
  }

  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    if (!notice.hidden) noted.goOn();
    else if (shown.kind !== "list") leave();
  });

  function tell(): void {
    root.lang = exhibit.telling.language;
    root.dir = languageOf(exhibit)?.dir ?? "ltr";
    document.title = exhibit.telling.exhibit.title;
    room.setAttribute("aria-label", say(exhibit, "map"));
    drawBar();
    noted.draw(exhibit);
    finder.tell(exhibit);
    filters.tell(exhibit);
    overlay.tell(exhibit);
    map.tell(exhibit);
    draw();
  }

  async function tellingOf(tag: string): Promise<Telling> {
    await arrived(`texts-${tag}`);
    return readTelling(tag, head, texts);
  }

  async function speak(tag: string): Promise<void> {
    spoken = tag;
    store.update({ language: tag });
    root.removeAttribute("data-ready");
    const held = bar.contains(document.activeElement);
    const telling = await tellingOf(tag);
    if (store.get().language !== tag) return;
    exhibit = { head, texts, telling };
    tell();
    write();
    if (held) bar.querySelector<HTMLElement>(`[data-language="${CSS.escape(tag)}"]`)?.focus(NO_FOCUS);
    root.dataset.ready = "true";
  }

  /** What is wanted is another: the map shows it, and a place that is open begins with the first of its records. */
  function narrow(): void {
    fault = null;
    // Who moves a handle of the timeline stays on it.
    if (shown.kind === "place") shown = { kind: "place", spot: shown.spot, first: 0 };
    finder.again();
    overlay.changed();
    if (shown.kind === "list") drawList();
    else redraw();
    write();
  }

  /** What is open once more; who stands in it stays there. */
  function redraw(): void {
    const held = body.contains(document.activeElement);
    draw();
    if (held) body.querySelector<HTMLElement>("[data-focus]")?.focus(NO_FOCUS);
  }

  function adapt(inAnotherMode: boolean): void {
    applyDisplay(root, store.get());
    switches.update();
    if (inAnotherMode) map.setMode(modeOf(root));
    overlay.adapt();
    map.adapt();
    filters.resize();
  }

  store.subscribe((now, before) => {
    if (now.selection !== before.selection) narrow();
    if (!sameDisplay(now, before)) adapt(now.theme !== before.theme);
    if (now.language !== before.language && now.language !== spoken) void speak(now.language);
  });
  for (const asked of [deviceIsDark, moreContrast, lessMotion]) {
    asked.addEventListener("change", () => adapt(asked === deviceIsDark));
  }

  notice.hidden = !exhibit.telling.exhibit.notice;
  adapt(false);
  tell();
  await door().parsed;
  const pictures = readAllRaw("relief");
  const [basemap, relief] = await Promise.all([
    readBytes("basemap"),
    Promise.all(pictures.map((bytes) => readRelief(bytes))),
    document.fonts.ready,
  ]);
  first.measure();
  // Before the base map is waited for: in a frame that is not shown yet there is no room to paint it in.
  new ResizeObserver(() => map.resize()).observe(room);
  if (basemap) await map.lay(decodeBasemap(basemap), relief, null);
  window.addEventListener("popstate", () => (closing ? settle() : void follow(Boolean(history.state))));
  await follow(false);
  const touched = first.touched();
  if (touched && shown.kind === "list") openPlace(touched, 0);
  closeDoor(head.version);
  root.dataset.ready = "true";
}

door().web = furnish;
