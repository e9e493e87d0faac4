// The second script of a page of many records: everything but the first bubbles. Wires one state to the map, the panel and the
// page's address. The exhibit's own words stand before its records have been read.

import { renderBar } from "../bar";
import { applyDisplay, lessMotion, moreContrast } from "../display/apply";
import { sameDisplay } from "../display/display";
import { onlyLine, shownPart } from "../display/only";
import { makeSwitches } from "../display/switches";
import { painted } from "../dom";
import { closeDoor, door, type Shell } from "../door";
import { openEmbed } from "../embed";
import { type Exhibit, languageOf, say, type View } from "../exhibit";
import { stepByKeys } from "../keys";
import { mapParts } from "../map/parts";
import type { MediaPart } from "../media/part";
import { makeNotice } from "../notice";
import { paneOf } from "../pane";
import { type PanelActions, renderView } from "../panel";
import { readTelling, readTexts } from "../payload";
import { createStore, firstState, isStep, type State } from "../state";
import { renderSteps } from "../story/bar";
import type { Story } from "../story/steps";
import { deviceIsDark, modeOf } from "../theme";
import { addressed, followAddress } from "../travel";
import { arrived } from "./arrived";
import { waitForIds } from "./await-ids";
import { hearLost } from "./beside";
import { makeBring } from "./bring";
import { layMap } from "./ground";
import { makeIds } from "./ids";
import { makeLostNote } from "./lost";
import { openingOf } from "./opening";
import { drawOutlines } from "./outlines";
import { openPaper, type Paper } from "./print";
import { makeRecords, type Records, type RecordsOptions } from "./records";
import { makeScrolling } from "./scrolling";
import { storyAmong, storyIn, storyOfRecords } from "./story";
import { makeManyTour } from "./tour";
import type { ManyData } from "./types";

const NO_FOCUS = { preventScroll: true };

async function furnish(shell: Shell): Promise<void> {
  const { head, map, root, notice, bar, body, steps, panel, room, time, live, bubbles } = shell;
  map.furnish(mapParts);
  // A frame that was not shown when the map was made has its size by now.
  map.resize();
  await arrived("texts");
  const texts = await readTexts();
  const met = makeIds(head, texts.sources.id, texts.story?.id);
  const store = createStore({
    ...firstState(head),
    ...addressed(met.ids),
  });
  await arrived(`texts-${store.get().language}`);
  const offersOnly = head.many?.only === true;
  if (!offersOnly) store.update({ only: false });
  const used = new Set<number>();
  let whole: Exhibit = {
    head,
    texts,
    telling: await readTelling(store.get().language, head, texts),
  };
  let exhibit: Exhibit = part();
  let data: ManyData | null = null;
  /** grows with each arrangement that is asked for */
  let turns = 0;
  let records: Records | null = null;
  let paper: Paper | null = null;
  let media: MediaPart | null = null;
  let opener: HTMLElement | null = null;
  let playing = false;
  /** where the list was left */
  let listTop = 0;
  /** grows with each view that is asked for: what has been overtaken is not shown */
  let asked = 0;
  /** the same before its ids are known */
  let turned = 0;
  const noted = makeNotice(notice, body);
  const bring = makeBring({ body, panel, layOut: () => records?.drawn() });
  const lostNote = makeLostNote(body, () => exhibit);
  hearLost(lostNote);
  const switches = makeSwitches(root, store, () => open({ kind: "statement" }), offersOnly);

  /** The exhibit as it is to be shown. */
  function part(): Exhibit {
    return { ...shownPart(whole, store.get().only), used };
  }

  /** Whether a view is none of what the sources say. */
  function isLost({ view }: State): boolean {
    return (
      (!!texts.story && isStep(view)) || (view.kind === "event" && records?.isContext(view.event) === true)
    );
  }

  /** Shows only what the sources say, or everything again. */
  async function showPart(only: boolean): Promise<void> {
    data = records?.data ?? data;
    if (!data) return;
    turns++;
    const mine = turns;
    records?.remove();
    records = null;
    exhibit = part();
    opener = null;
    const held = document.activeElement;
    const made = await makeRecords(optionsOf(data));
    if (mine !== turns) {
      made.remove();
      return;
    }
    records = made;
    await tellRecords();
    records?.select(store.get().selection);
    tell();
    choose(store.get());
    const to = bar.contains(held) ? held : body.querySelector("[data-focus]");
    if (to instanceof HTMLElement) to.focus(NO_FOCUS);
    live.textContent = only ? say(exhibit, "page.only") : "";
  }

  /** Another language may have been asked for while the records were read. */
  async function tellRecords(): Promise<void> {
    if (!records || records.whole().exhibit === exhibit) return;
    await records.prepare(exhibit.telling.language);
    await records.tell(exhibit);
  }

  function open(view: View): void {
    // Who returns to the list has left the story.
    meet(view, () =>
      store.update(view.kind === "records" ? { view, step: -1 } : { view: scrolling.returned(view) }),
    );
  }

  /** Opens a view once its ids are known, so that the address can say them, unless another has been asked for by then. */
  function meet(view: View, opened: () => void): void {
    turned++;
    const mine = turned;
    void Promise.resolve(records?.meet(view)).then(() => mine === turned && opened());
  }

  let tale = texts.story ? storyAmong(texts.story, () => -1) : null;
  const story = (): Story => (exhibit.texts.story && tale) || ofRecords;
  const ofRecords = storyOfRecords(() => records);

  /** Goes on to a step. */
  function go(step: number, more: Partial<State> = {}): void {
    const { view } = store.get();
    const next = view.kind === "scroll" ? { view, step } : story().to(step);
    meet(next.view, () => store.update({ ...next, ...more }));
  }

  const scrolling = makeScrolling({ head, store, body, records: () => records, story });
  const tour = makeManyTour({
    head,
    store,
    live,
    exhibit: () => exhibit,
    records: () => records,
    story,
    go,
  });

  const actions = (): PanelActions => ({
    open,
    step: store.get().step,
    story: story(),
    scroll: scrolling.way(),
    media,
  });

  store.subscribe((now, before) => {
    if (!sameDisplay(now, before)) adapt(now.theme !== before.theme);
    const { only } = now;
    if (only && !offersOnly) store.update({ only: false });
    // Who asks for it leaves what it does not show; who opens that leaves it.
    else if (only && isLost(now)) {
      store.update(exhibit.only ? { only: false } : { view: { kind: "records" }, step: -1 });
    } else if (offersOnly && only !== Boolean(exhibit.only)) void showPart(only);
    if (now.language !== before.language) void speak(now.language);
    if (now.selection !== before.selection) find();
    if (now.view !== before.view) turned++;
    if (now.view !== before.view || now.step !== before.step) void turnTo(now, before);
    if (!now.tour && before.tour) tour.pause();
    if (now.tour !== before.tour) {
      root.toggleAttribute("data-touring", now.tour);
      drawSteps();
    }
  });

  function find(): void {
    records?.select(store.get().selection);
  }

  /** What was found has changed. */
  function onFound(): void {
    paper?.changed();
    drawSteps();
    if (store.get().view.kind !== "scroll" || story().told) return;
    if (scrolling.due() === "draw" && !scrolling.isOther()) return;
    void draw().then((drawn) => drawn && choose(store.get()));
  }

  /** Another step of the story on one page: what was read to, or what a button leads to. */
  function turnPage(now: State): void {
    const led = steps.contains(document.activeElement) || now.tour;
    drawSteps();
    scrolling.show(now.step);
    choose(now);
    if (led) announce(now);
  }

  async function turnTo(now: State, before: State): Promise<void> {
    const { view, tour: touring } = now;
    if (view.kind === "scroll" && before.view.kind === "scroll") {
      turnPage(now);
      return;
    }
    const isList = view.kind === "records";
    if (before.view.kind === "records" && !isList) {
      opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      listTop = paneOf(body).scrollTop;
    }
    // Who steps on stays on the step, so that the next press goes on; the live region tells what has opened.
    const held = steps.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-action")
      : null;
    const plays = playing || touring;
    notice.hidden = true;
    const drawn = await draw();
    // What was pressed for is read first; the map follows once that has been painted.
    void painted().then(() => store.get().view === view && store.get().step === now.step && choose(now));
    if (!drawn) return;
    const stepped = held ? steps.querySelector<HTMLElement>(`[data-action="${held}"]`) : null;
    if (isList && before.view.kind !== "records") returnFocus();
    // What plays leaves the focus on what stops it.
    else if (stepped || !plays) {
      (stepped ?? body.querySelector<HTMLElement>("[data-focus]"))?.focus(NO_FOCUS);
    }
    announce(now);
  }

  /** Shows on the map and the timeline what a state has chosen. */
  function choose({ view, step }: State): void {
    const { event, place, frame } = isStep(view)
      ? story().stop(story().at({ view, step }))
      : {
          event: view.kind === "event" ? view.event : -1,
          place: records?.placeOf(view) ?? -1,
          frame: null,
        };
    bubbles?.choose(place, frame);
    records?.timeline()?.choose(event);
  }

  /** Shows the view that is asked for; false where another was asked for meanwhile. */
  async function draw(): Promise<boolean> {
    asked++;
    const mine = asked;
    const { view } = store.get();
    media?.quiet();
    scrolling.turn(view);
    if (view.kind === "scroll") {
      const due = scrolling.due();
      if (due === "leave") open({ kind: "records" });
      if (due !== "draw") return false;
    }
    if (view.kind === "records") {
      scrolling.follow(null);
      body.replaceChildren(...line(), records?.list() ?? openingOf(exhibit, actions()));
      lostNote();
      drawSteps();
      records?.drawn();
      if (root.dataset.records === "true") paneOf(body).scrollTop = listTop;
      records?.drawn();
      return true;
    }
    const element = (await records?.render(view)) ?? own(view);
    if (mine !== asked || !element) return false;
    body.replaceChildren(...line(), element);
    lostNote();
    drawSteps();
    scrolling.follow(view.kind === "scroll" ? element : null);
    if (view.kind === "scroll") {
      records?.drawn();
      return true;
    }
    bring(() => mine === asked);
    return true;
  }

  /** What is none of the records' is there before them. */
  function own(view: View): HTMLElement | null {
    if (view.kind === "event" || view.kind === "place") return null;
    // A step says at first what stands in the table of steps.
    return renderView(storyIn({ exhibit, events: [], places: [] }), view, actions(), null);
  }

  function line(): HTMLElement[] {
    return onlyLine(exhibit, () => store.update({ only: false }));
  }

  function drawSteps(): void {
    const held = steps.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-action")
      : null;
    const now = store.get();
    steps.replaceChildren(
      renderSteps(exhibit, {
        story: story(),
        at: story().at(now),
        touring: now.tour,
        go,
        tour: () => void tour.start(),
      }),
    );
    if (held) steps.querySelector<HTMLElement>(`[data-action="${held}"]`)?.focus(NO_FOCUS);
    scrolling.offer();
  }

  /** Says what has been opened, in the words that stand there. */
  function announce({ view, step }: State): void {
    const { kind } = view;
    if (isStep(view)) {
      const title = body.querySelector(".view-step h2, .scroll-step[aria-current] :is(h2, h3)");
      const told = say(exhibit, "position", { number: step + 1, count: story().count });
      live.textContent = [told, title?.textContent].filter(Boolean).join(". ");
      return;
    }
    const told = [".place-head h2", "li.chosen .date", "li.chosen h3", "li.chosen .also-at"];
    live.textContent =
      kind === "event"
        ? told.flatMap((one) => body.querySelector(one)?.textContent?.trim() || []).join(". ")
        : "";
  }

  function returnFocus(): void {
    const { event, place } = opener?.dataset ?? {};
    const at = event === undefined ? -1 : met.ids.head.events.id.indexOf(event);
    const known = place === undefined ? -1 : met.ids.head.places.id.indexOf(place);
    if (opener?.isConnected && opener !== document.body && !body.contains(opener)) opener.focus(NO_FOCUS);
    else if (at >= 0 && records?.focus(at)) {
      // The list has scrolled to it.
    } else if (known >= 0) bubbles?.focusPlace(known);
    else body.querySelector<HTMLElement>("[data-focus]")?.focus(NO_FOCUS);
    opener = null;
  }

  function drawBar(): void {
    switches.tell(exhibit);
    const speak = (language: string): void => store.update({ language });
    bar.replaceChildren(...renderBar(exhibit, switches, { open, speak }));
  }

  /** Shows the page as it is to be shown now. */
  function adapt(inAnotherMode: boolean): void {
    applyDisplay(root, store.get());
    switches.update();
    if (inAnotherMode) map.setMode(modeOf(root));
    map.adapt();
    records?.timeline()?.resize();
    records?.resize();
  }

  async function speak(tag: string): Promise<void> {
    root.removeAttribute("data-ready");
    const held = bar.contains(document.activeElement);
    await arrived(`texts-${tag}`);
    const [telling] = await Promise.all([readTelling(tag, head, texts), records?.prepare(tag)]);
    // Another language may have been asked for meanwhile.
    if (store.get().language !== tag) return;
    whole = { ...whole, telling };
    exhibit = part();
    tour.forget();
    await records?.tell(exhibit);
    tell();
    if (held) bar.querySelector<HTMLElement>(`[data-language="${CSS.escape(tag)}"]`)?.focus(NO_FOCUS);
    root.dataset.ready = "true";
  }

  function tell(): void {
    root.lang = exhibit.telling.language;
    root.dir = languageOf(exhibit)?.dir ?? "ltr";
    document.title = exhibit.telling.exhibit.title;
    room.setAttribute("aria-label", say(exhibit, "map"));
    drawBar();
    noted.draw(exhibit);
    void draw();
    map.tell(exhibit);
    find();
  }

  stepByKeys(steps, root);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!notice.hidden) noted.goOn();
    else open({ kind: store.get().step >= 0 && !isStep(store.get().view) ? "step" : "records" });
  });
  for (const on of [deviceIsDark, moreContrast, lessMotion]) {
    on.addEventListener("change", () => adapt(on === deviceIsDark));
  }

  // Who comes by a link has come to read what it names.
  notice.hidden =
    !exhibit.telling.exhibit.notice ||
    store.get().view.kind !== "records" ||
    /[#&](event|place)=/.test(location.hash);
  adapt(store.get().theme !== head.theme);
  tell();
  // Columns, base map and pictures are read side by side; the map is painted last, since the records can be used without.
  const reading = makeRecords(optionsOf(null));
  const laid = layMap(map, head, reading);
  if (texts.media) {
    await arrived("media-app");
    await door().open?.("media-app");
    media = door().media ?? null;
  }
  new ResizeObserver(() => map.resize()).observe(room);
  records = await reading;
  if (texts.story)
    tale = storyAmong(texts.story, (event) => records?.placeOf({ kind: "event", event }) ?? -1);
  await tellRecords();
  if (bubbles) {
    void drawOutlines(head, records.data.places, bubbles, (place) => open({ kind: "place", place }));
  }
  waitForIds(met);
  await met.resolve(location.hash);
  followAddress(store, met.ids, { pushes: head.profile === "web" });
  const embedded = head.profile === "embed" ? openEmbed(store, met.ids, panel) : null;
  find();
  const { view, selection, step } = { ...store.get(), ...addressed(met.ids) };
  store.update({ selection });
  if (store.get().only !== Boolean(exhibit.only || head.only_source)) void showPart(store.get().only);
  const [early, held] = [store.get().view, body.contains(document.activeElement)];
  if (view.kind !== "records") store.update({ view, step });
  // What was opened before the records were read lacks them.
  const again = store.get().view === early && (await draw());
  if (again && held) body.querySelector<HTMLElement>("[data-focus]")?.focus(NO_FOCUS);
  if (again && isStep(early)) choose(store.get());
  if (bubbles) paper = openPaper({ room, map, bubbles, records: () => records });
  shell.onPlace((place) => open({ kind: "place", place }));
  root.dataset.records = "true";
  await laid;
  const { kiosk } = door();
  closeDoor(head.version);
  root.dataset.ready = "true";
  embedded?.ready();
  if (kiosk) {
    const shown = await records.showcase();
    kiosk({
      head: shown.head(),
      exhibit: shown.exhibit,
      open: (view) => open(shown.whole(view)),
      reset() {
        media?.reset();
        switches.fold();
        listTop = 0;
        store.update(firstState(head));
        notice.hidden = !exhibit.telling.exhibit.notice;
        room.querySelector<HTMLElement>('[data-action="fit"]')?.click();
      },
    });
  }

  function optionsOf(read: ManyData | null): RecordsOptions {
    return {
      exhibit,
      scroller: body,
      time,
      bubbles: bubbles ?? null,
      met,
      actions,
      open,
      announce: (said) => {
        live.textContent = said;
      },
      play(event) {
        meet({ kind: "event", event }, () => {
          playing = true;
          store.update({ view: { kind: "event", event }, step: -1 });
          playing = false;
        });
      },
      choose: (selection) => store.update({ selection }),
      onFound,
      refill: scrolling.refill,
      data: read,
      used,
    };
  }
}

door().furnish = furnish;
