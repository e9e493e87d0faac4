// The page's second script: everything but the marks. Wires one state to the map, the panel and the page's address.

import { renderBar } from "./bar";
import { applyDisplay, lessMotion, moreContrast } from "./display/apply";
import { sameDisplay } from "./display/display";
import { canShowOnly, onlyLine, shownPart } from "./display/only";
import { makeSwitches } from "./display/switches";
import { h } from "./dom";
import { closeDoor, door, type Shell } from "./door";
import { openEmbed } from "./embed";
import {
  type Exhibit,
  eventsAt,
  isContext,
  isHidden,
  languageOf,
  say,
  sequence,
  severalOf,
  type View,
} from "./exhibit";
import { type Finding, foundAt, makeFinding, markOutside, showFound } from "./finding";
import { pressOnce, returnTo, stepByKeys } from "./keys";
import { decodeShapes } from "./map/forms";
import { decodeBasemap } from "./map/levels";
import { ownMap } from "./map/open";
import { mapParts } from "./map/parts";
import { readRelief } from "./map/relief";
import { type EventIndex, indexEvents, type Matching, matching, withTexts } from "./matching";
import { makeNotice } from "./notice";
import { renderView } from "./panel";
import { readAllRaw, readBytes, readTelling, readTexts } from "./payload";
import { PRINT_RATIO, printWithMap } from "./print";
import { makeReading } from "./reading";
import { makeSearch } from "./search";
import { alsoAt } from "./several";
import { createStore, firstState, isStep, type State, spanOf } from "./state";
import { renderSteps } from "./story/bar";
import { countWords, dwellOf, readOn } from "./story/pace";
import { MOST_STEPS, makeScroller } from "./story/scroll";
import { type Story, storyOfEvents, storyOfSteps } from "./story/steps";
import { makeTour } from "./story/tour";
import { deviceIsDark, modeOf } from "./theme";
import { railsOf } from "./timeline/room";
import { openTimeline, type Timeline } from "./timeline/timeline";
import { addressed, followAddress } from "./travel";

const NO_FOCUS = { preventScroll: true };

async function furnish(shell: Shell): Promise<void> {
  const { head, map, root, notice, bar, body, steps, panel, room, time, live } = shell;
  map.furnish(mapParts);
  // A frame that was not shown when the map was made has its size by now.
  map.resize();
  const texts = await readTexts();
  const ids = { head, sources: texts.sources.id, ...(texts.story && { steps: texts.story.id }) };
  const store = createStore({ ...firstState(head), ...addressed(ids) });
  const telling = await readTelling(store.get().language, head, texts);
  let whole: Exhibit = { head, texts, telling };
  const search = makeSearch(texts);
  const offersOnly = canShowOnly(whole);
  if (!offersOnly || isLost(store.get())) store.update({ only: false });
  let exhibit = shownPart(whole, store.get().only);
  const sizes = {
    categories: head.categories.id.length,
    groups: head.groups.id.length,
    places: head.places.id.length,
    sources: texts.sources.id.length,
  };
  let index = indexed();
  let folded = search.fold(store.get().selection.text);
  let found: Matching = matching(index, store.get().selection, folded);
  let finding: Finding | null = null;
  let timeline: Timeline | null = null;
  let playing = false;
  let at = head.places.id.map((_, place) => eventsAt(exhibit, place));
  const switches = makeSwitches(root, store, () => open({ kind: "statement" }), offersOnly);
  const noted = makeNotice(notice, body);
  let opener: HTMLElement | null = null;
  if (texts.media) await door().open?.("media-app");
  const media = door().media ?? null;
  let list: { of: Exhibit; element: HTMLElement } | null = null;

  let scrolls = false;
  // Who returns to the list has left the story; who was reading it on one page returns to that.
  const open = (view: View): void => {
    if (view.kind === "records") store.update({ view, step: -1 });
    else store.update({ view: view.kind === "step" && scrolls ? { kind: "scroll" } : view });
  };

  const tale = texts.story ? storyOfSteps(texts.story, head.events.place) : null;
  let story = storyNow();
  const tour = makeTour({
    target: window,
    count: () => story.count,
    dwell_ms: (step) => dwellOf(countWords(readOn(exhibit, step, story.stop(step))), head.kiosk?.words_per_s),
    isOwn: (target) => target instanceof Element && target.closest('[data-action="tour"]') !== null,
    onStep: (step) => store.update({ ...to(step), tour: true }),
    onStop(ended) {
      store.update({ tour: false });
      live.textContent = say(exhibit, ended ? "tour_ended" : "tour_paused");
    },
  });

  const scroller = makeScroller(body, (step) => store.update({ step }));
  const isList = (): boolean => store.get().view.kind === "records";
  const reading = makeReading({ body, panel, scroller, isList });

  store.subscribe((now, before) => {
    if (!sameDisplay(now, before)) adapt(now.theme !== before.theme);
    const { only } = now;
    if (only && !offersOnly) store.update({ only: false });
    // Who asks for it leaves what it does not show; who opens that leaves it.
    else if (only && isLost(now)) {
      store.update(exhibit.only ? { only: false } : { view: { kind: "records" }, step: -1 });
    } else if (offersOnly && only !== Boolean(exhibit.only)) showPart(only);
    if (now.language !== before.language) void speak(now.language);
    if (now.selection !== before.selection) find();
    if (now.view !== before.view || now.step !== before.step) turnTo(now, before);
    if (!now.tour && before.tour) tour.pause();
    if (now.tour !== before.tour) {
      root.toggleAttribute("data-touring", now.tour);
      drawSteps();
    }
  });

  /** Whether a view is none of what the sources say. */
  function isLost({ view }: State): boolean {
    return (view.kind === "event" && isContext(whole, view.event)) || (!!texts.story && isStep(view));
  }

  function indexed(): EventIndex {
    const { head, texts } = exhibit;
    const words = search.wordsOf(exhibit);
    return indexEvents(head.events, texts.events, sizes, words, (event) => isHidden(exhibit, event));
  }

  /** Shows only what the sources say, or everything again. */
  function showPart(only: boolean): void {
    exhibit = shownPart(whole, only);
    index = indexed();
    at = head.places.id.map((_, place) => eventsAt(exhibit, place));
    timeline?.remove();
    timeline = null;
    opener = null;
    const held = document.activeElement;
    tell();
    choose(store.get());
    const to = bar.contains(held) ? held : body.querySelector("[data-focus]");
    if (to instanceof HTMLElement) to.focus(NO_FOCUS);
    live.textContent = only ? say(exhibit, "page.only") : "";
  }

  function storyNow(): Story {
    if (tale && exhibit.texts.story) return tale;
    const told = sequence(exhibit).filter((event) => found.events[event] === 1);
    return storyOfEvents(told, head.events.place, eventOf);
  }

  /** What a state becomes on a step. */
  function to(step: number): Pick<State, "view" | "step"> {
    const { view } = store.get();
    return view.kind === "scroll" ? { view, step } : story.to(step);
  }

  /** The event that a view tells first, or -1. */
  function eventOf(view: View, step = -1): number {
    if (view.kind === "event") return view.event;
    if (isStep(view)) return story.stop(step).event;
    return view.kind === "place" ? (at[view.place]?.[0] ?? -1) : -1;
  }

  function startTour(): void {
    if (tour.playing) {
      tour.pause();
      return;
    }
    tour.play(story.at(store.get()));
    live.textContent = [say(exhibit, "tour_playing"), live.textContent].join(" ");
  }

  /** Shows on the map and the timeline what a state has chosen. */
  function choose({ view, step }: State): void {
    const event = view.kind === "place" ? -1 : eventOf(view, step);
    const frame = isStep(view) ? story.stop(step).frame : null;
    const place = placeOf(view, step);
    const several = event >= 0 ? severalOf(head, event) : [];
    map.choose(place, view.kind === "event" || several.includes(place) ? several : [], frame);
    timeline?.choose(event);
  }

  function turnTo(now: State, before: State): void {
    const { view } = now;
    if (view.kind === "scroll" && before.view.kind === "scroll") {
      turnPage(now);
      return;
    }
    if (before.view.kind === "records" && view.kind !== "records") {
      opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    }
    const back = before.view.kind !== "records" && view.kind === "records";
    // Who steps on stays on the step, so that the next press goes on; the live region tells what has opened.
    const step = steps.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-action")
      : null;
    notice.hidden = true;
    draw();
    choose(now);
    const stepped = step ? steps.querySelector<HTMLElement>(`[data-action="${step}"]`) : null;
    if (back) returnFocus();
    // What plays leaves the focus on what stops it.
    else if (stepped || !(playing || now.tour))
      (stepped ?? body.querySelector<HTMLElement>("[data-focus]"))?.focus(NO_FOCUS);
    announce(now);
  }

  /** Another step of the story on one page: what was read to, or what a button leads to. */
  function turnPage(now: State): void {
    const led = steps.contains(document.activeElement) || now.tour;
    drawSteps();
    scroller.show(now.step);
    choose(now);
    if (led) announce(now);
  }

  /** Finds anew, and shows it everywhere. */
  function find(): void {
    const { selection, view } = store.get();
    folded = search.fold(selection.text);
    found = matching(index, selection, folded);
    finding?.show(selection, found, folded);
    map.show(at.map((events, place) => foundAt(found, place, events)));
    timeline?.show(found.events, spanOf(selection));
    if (view.kind === "records") showFound(body, exhibit, found);
    else if (view.kind === "scroll" && storyNow().count === 0) open({ kind: "records" });
    else if (view.kind === "scroll" && !story.told) draw();
    else markOutside(body, exhibit, found);
    drawSteps();
  }

  function drawSteps(): void {
    story = storyNow();
    const held = steps.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-action")
      : null;
    const now = store.get();
    steps.replaceChildren(
      renderSteps(exhibit, {
        story,
        at: story.at(now),
        touring: now.tour,
        go: (step) => store.update(to(step)),
        tour: startTour,
      }),
    );
    if (held) steps.querySelector<HTMLElement>(`[data-action="${held}"]`)?.focus(NO_FOCUS);
    body.querySelector(".scroll-start")?.toggleAttribute("hidden", story.count === 0);
  }

  function announce({ view, step }: State): void {
    const { events, places, story: words } = exhibit.telling;
    if (isStep(view)) {
      const { event, place } = story.stop(step);
      const title = words?.title[step] || events.title[event] || places.label[place];
      const told = say(exhibit, "position", { number: step + 1, count: story.count });
      live.textContent = [told, title].filter(Boolean).join(". ");
      return;
    }
    const heard =
      view.kind === "event"
        ? [
            places.label[placeOf(view)],
            events.date[view.event],
            events.title[view.event],
            EXTRAS && alsoAt(exhibit, view.event, placeOf(view)),
          ]
        : [];
    live.textContent = heard.filter(Boolean).join(". ");
  }

  function returnFocus(): void {
    returnTo(opener, { body, bar, room, time });
    opener = null;
  }

  function placeOf(of: View, step = -1): number {
    if (of.kind === "place") return of.place;
    if (isStep(of)) return story.stop(step).place;
    return of.kind === "event" ? (of.place ?? head.events.place[of.event] ?? -1) : -1;
  }

  /** The list stays the same while its words do: of a thousand records it takes long to build, and to lay out. */
  function viewOf(view: View, step: number): HTMLElement {
    const kept = view.kind === "records" && list?.of === exhibit;
    const element = kept
      ? list?.element
      : renderView(exhibit, view, { open, step, story, scroll: scrollOf(), media }, finding?.element ?? null);
    if (view.kind === "records" && element) list = { of: exhibit, element };
    return element ?? h("div");
  }

  /** The way to the story on one page, where it is one to read. */
  function scrollOf(): (() => void) | null {
    const count = (exhibit.texts.story && tale?.count) ?? sequence(exhibit).length;
    if (head.profile !== "web" || count < 2 || count > MOST_STEPS) return null;
    return () => store.update({ view: { kind: "scroll" }, step: Math.max(0, story.at(store.get())) });
  }

  function draw(): void {
    story = storyNow();
    const { view, step } = store.get();
    if (view.kind === "records" || isStep(view)) scrolls = view.kind === "scroll";
    media?.quiet();
    body.replaceChildren(...onlyLine(exhibit, () => store.update({ only: false })), viewOf(view, step));
    scroller.follow(
      view.kind === "scroll" ? body.querySelector<HTMLElement>(".view-scroll") : null,
      story.at({ view, step }),
    );
    if (view.kind === "records") showFound(body, exhibit, found);
    else markOutside(body, exhibit, found);
    drawSteps();
    // To ask where something stands lays the whole page out, which the first view need not wait for.
    if (root.dataset.ready === "true" && view.kind !== "scroll") reading.bring();
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
    timeline?.resize();
    reading.keep();
  }

  async function speak(tag: string): Promise<void> {
    root.removeAttribute("data-ready");
    const held = bar.contains(document.activeElement);
    const telling = await readTelling(tag, head, texts);
    // Another language may have been asked for meanwhile.
    if (store.get().language !== tag) return;
    whole = { ...whole, telling };
    exhibit = shownPart(whole, store.get().only);
    index = withTexts(index, search.wordsOf(exhibit));
    tell();
    if (held) bar.querySelector<HTMLElement>(`[data-language="${CSS.escape(tag)}"]`)?.focus(NO_FOCUS);
    root.dataset.ready = "true";
    reading.keep();
  }

  function tell(): void {
    const language = languageOf(exhibit);
    root.lang = exhibit.telling.language;
    root.dir = language?.dir ?? "ltr";
    document.title = exhibit.telling.exhibit.title;
    room.setAttribute("aria-label", say(exhibit, "map"));
    drawBar();
    noted.draw(exhibit);
    drawFinding();
    draw();
    map.tell(exhibit);
    drawTimeline();
    find();
  }

  function drawTimeline(): void {
    if (timeline) timeline.tell(exhibit);
    else if (railsOf(head) > 0) {
      timeline = openTimeline(time, exhibit, {
        choose(event, plays) {
          playing = plays;
          open({ kind: "event", event });
          playing = false;
        },
        brush(range) {
          const { from, to } = range ?? { from: null, to: null };
          store.update({ selection: { ...store.get().selection, from, to } });
        },
        announce(said) {
          live.textContent = said;
        },
      });
      const { view, step } = store.get();
      timeline.choose(view.kind === "place" ? -1 : eventOf(view, step));
    }
  }

  function drawFinding(): void {
    if (index.total < 2) return;
    finding = makeFinding({
      exhibit,
      index,
      choose: (selection) => store.update({ selection }),
      unfolded: finding?.unfolded() ?? new Set(),
    });
  }

  stepByKeys(steps, root);
  pressOnce(root);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const { view, step } = store.get();
    if (!notice.hidden) noted.goOn();
    else open({ kind: step >= 0 && !isStep(view) ? "step" : "records" });
  });
  for (const asked of [deviceIsDark, moreContrast, lessMotion]) {
    asked.addEventListener("change", () => adapt(asked === deviceIsDark));
  }

  const { view } = store.get();
  // Who comes by a link to a record has come to read it.
  notice.hidden = !exhibit.telling.exhibit.notice || view.kind !== "records";
  adapt(store.get().theme !== head.theme);
  tell();
  root.dataset.records = "true";
  const pictures = readAllRaw("relief");
  const [basemap, outlines, relief] = await Promise.all([
    readBytes("basemap"),
    readBytes("outlines"),
    // The first view is in the finest; what is around it can wait.
    Promise.all(pictures.map((bytes, index) => (index === pictures.length - 1 ? readRelief(bytes) : null))),
    document.fonts.ready,
  ]);
  // What is set on a sheet, names of the map included, must not hang on which faces were there by then.
  if (head.poster) await Promise.all([...document.fonts].map((face) => face.load()));
  map.arrange();
  if (view.kind !== "records") choose(store.get());
  // Before the base map is waited for: in a frame that is not shown yet there is no room to paint it in.
  new ResizeObserver(() => map.resize()).observe(room);
  if (EXTRAS && outlines) map.outline(decodeShapes(outlines));
  if (basemap) {
    await door().parsed;
    await map.lay(decodeBasemap(basemap), relief, ownMap(head));
  }
  await map.reset();
  const { kiosk, poster } = door();
  if (!poster) {
    printWithMap(
      room,
      () => exhibit,
      () => map.print(PRINT_RATIO) as undefined,
      () => {
        map.setMode(modeOf(root));
        map.resize();
      },
    );
  }
  followAddress(store, ids, { pushes: root.dataset.profile === "web" });
  const embedded = head.profile === "embed" ? openEmbed(store, ids, panel) : null;
  closeDoor(head.version);
  root.dataset.ready = "true";
  if (!isStep(view)) reading.bring(true);
  embedded?.ready();
  kiosk?.({
    head,
    exhibit: () => exhibit,
    open,
    reset() {
      media?.reset();
      switches.fold();
      store.update(firstState(head));
      notice.hidden = !exhibit.telling.exhibit.notice;
      void map.reset();
      room.querySelector<HTMLElement>('[data-action="fit"]')?.click();
    },
  });
  shell.onPlace((place) => open({ kind: "place", place }));
  if (pictures.length > 1) {
    map.setRelief(await Promise.all(pictures.map((bytes, index) => relief[index] ?? readRelief(bytes))));
  }
  await poster?.({ exhibit, map, room });
}

door().furnish = furnish;
