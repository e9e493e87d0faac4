// Starts the page: reads the data blocks, builds the shell, and keeps panel, map and language on one selection.

import { append, button, h, icon, rich } from "./dom";
import { type Exhibit, languageOf, say, severalOf, type View } from "./exhibit";
import { decodeShapes } from "./map/forms";
import { decodeBasemap } from "./map/levels";
import { openMap } from "./map/map";
import type { OpenTiles } from "./map/own";
import { readRelief } from "./map/relief";
import type { OpenOwn } from "./map/room";
import { renderSteps, renderView } from "./panel";
import { type Head, readAllRaw, readBytes, readHead, readOwn, readTelling, readTexts } from "./payload";
import { printWithMap } from "./print";
import { alsoAt } from "./several";
import { openTimeline, type Range, railsOf, type Timeline } from "./timeline/timeline";
import { standIn, words } from "./words";

const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z";
const SUN =
  "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2";

/** The script before this one leaves it where the page has a map of its own. */
const { tiles: openTiles } = (window as unknown as { mapbuilder?: { tiles?: OpenTiles } }).mapbuilder ?? {};

async function start(): Promise<void> {
  const app = document.getElementById("app");
  if (!app) return;
  const root = document.documentElement;
  const head = readHead();
  // What stands beside the page is read by then.
  const parsed = new Promise((done) => {
    if (document.readyState === "complete") done(null);
    else document.addEventListener("DOMContentLoaded", done, { once: true });
  });

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const mode = (): "light" | "dark" => {
    const theme = root.dataset.theme;
    return theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
  };

  const bar = h("div", { class: "bar" });
  const body = h("div", { class: "panel-body", tabindex: -1 });
  const steps = h("div", { class: "panel-steps" });
  const room = h("section", { class: "map-room" });
  const panel = h("main", { class: "panel" }, bar, body, steps);
  const live = h("p", { class: "visually-hidden", role: "status" });
  const notice = h("section", { class: "notice", hidden: true });
  const time = h("div", { class: "time-host", hidden: railsOf(head) === 0 });
  time.style.setProperty("--time-rails", String(railsOf(head)));
  app.append(h("div", { class: "shell" }, notice, panel, room, time), live);

  // The marks are drawn from the head alone, before the rest of the page has been read.
  let touched = -1;
  let touch = (place: number): void => {
    touched = place;
  };
  const map = openMap(room, head, mode(), (place) => touch(place));
  await painted();
  const [texts, telling] = await Promise.all([readTexts(), readTelling(head.language)]);
  let exhibit: Exhibit = { head, texts, telling };
  let view: View = { kind: "records" };
  let opener: HTMLElement | null = null;
  let timeline: Timeline | null = null;

  const open = (next: View, stay = false): void => {
    if (view.kind === "records" && next.kind !== "records") {
      opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    }
    const back = view.kind !== "records" && next.kind === "records";
    // Who steps on stays on the step, so that the next press goes on; the live region tells what has opened.
    const step = steps.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-action")
      : null;
    view = next;
    dismiss();
    draw();
    const place = placeOf(view);
    map.choose(place, view.kind === "event" ? severalOf(head, view.event) : []);
    timeline?.choose(view.kind === "event" ? view.event : -1);
    const stepped = step ? steps.querySelector<HTMLElement>(`[data-action="${step}"]`) : null;
    if (back) returnFocus();
    else if (!stay)
      (stepped ?? body.querySelector<HTMLElement>("[data-focus]"))?.focus({ preventScroll: true });
    announce();
  };

  function announce(): void {
    const { events, places } = exhibit.telling;
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
    const { place, event } = opener?.dataset ?? {};
    const again = event
      ? (opener?.closest(".time")?.querySelector<HTMLElement>(`[data-event="${CSS.escape(event)}"]`) ??
        body.querySelector<HTMLElement>(`.entry[data-event="${CSS.escape(event)}"]`))
      : place
        ? room.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`)
        : null;
    const target = again ?? body.querySelector<HTMLElement>("[data-focus]");
    target?.focus({ preventScroll: true });
    if (event && body.contains(target)) target?.scrollIntoView({ block: "center" });
    opener = null;
  }

  function placeOf(of: View): number {
    if (of.kind === "place") return of.place;
    return of.kind === "event" ? (of.place ?? head.events.place[of.event] ?? -1) : -1;
  }

  function draw(): void {
    body.replaceChildren(renderView(exhibit, view, { open }));
    steps.replaceChildren(renderSteps(exhibit, view, { open }));
    // To ask where something stands lays the whole page out, which the first view need not wait for.
    if (root.dataset.ready !== "true") return;
    const article = body.querySelector<HTMLElement>("li.chosen");
    const before = article?.offsetTop ?? 0;
    if (getComputedStyle(body).overflowY === "visible") {
      // A small screen: the whole page scrolls, and what has been opened comes into view.
      if (view.kind !== "records") (before > window.innerHeight * 0.4 ? article : panel)?.scrollIntoView();
      return;
    }
    // The place's head stays at the top; what scrolls comes to stand under it.
    const head = body.querySelector<HTMLElement>(".place-head")?.offsetHeight ?? 0;
    body.scrollTop = before > body.clientHeight * 0.5 ? before - head : 0;
  }

  function drawBar(): void {
    const switches = h("div", {
      class: "languages",
      role: "group",
      "aria-label": say(exhibit, "page.languages"),
    });
    if (head.languages.length > 1) {
      for (const { tag, name } of head.languages) {
        append(switches, [
          button(
            {
              lang: tag,
              "data-language": tag,
              "aria-pressed": String(tag === exhibit.telling.language),
            },
            () => void speak(tag),
            name,
          ),
        ]);
      }
    }
    const dimmed = mode() === "dark";
    const name = say(exhibit, dimmed ? "theme_light" : "theme_dark");
    bar.replaceChildren(
      switches,
      h(
        "div",
        { class: "tools" },
        button({ "data-action": "sources" }, () => open({ kind: "sources" }), words(exhibit, "sources")),
        button(
          { class: "square", "data-action": "theme", "aria-label": name, title: name },
          () => setTheme(dimmed ? "light" : "dark"),
          icon(dimmed ? SUN : MOON),
        ),
      ),
    );
  }

  function setTheme(theme: "light" | "dark"): void {
    root.dataset.theme = theme;
    map.setMode(theme);
    drawBar();
    bar.querySelector<HTMLElement>('[data-action="theme"]')?.focus();
  }

  async function speak(tag: string): Promise<void> {
    root.removeAttribute("data-ready");
    exhibit = { ...exhibit, telling: await readTelling(tag) };
    tell();
    bar.querySelector<HTMLElement>(`[data-language="${CSS.escape(tag)}"]`)?.focus({ preventScroll: true });
    root.dataset.ready = "true";
  }

  function tell(): void {
    const language = languageOf(exhibit);
    root.lang = exhibit.telling.language;
    root.dir = language?.dir ?? "ltr";
    document.title = exhibit.telling.exhibit.title;
    room.setAttribute("aria-label", say(exhibit, "map"));
    drawBar();
    drawNotice();
    draw();
    map.tell(exhibit);
    timeline?.tell(exhibit);
  }

  function drawNotice(): void {
    const text = exhibit.telling.exhibit.notice;
    if (!text) return;
    notice.setAttribute("aria-label", say(exhibit, "page.notice"));
    notice.replaceChildren(
      h("div", { class: "notice-text", ...standIn(exhibit, "exhibit.notice") }, ...rich(text)),
      button({ "data-action": "continue" }, continueOn, words(exhibit, "continue")),
    );
  }

  function dismiss(): void {
    notice.hidden = true;
  }

  function continueOn(): void {
    dismiss();
    body.querySelector<HTMLElement>("[data-focus]")?.focus({ preventScroll: true });
  }

  steps.addEventListener("keydown", (event) => {
    const [back, on] = root.dir === "rtl" ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
    const action = event.key === on ? "next" : event.key === back ? "previous" : null;
    const to = action && steps.querySelector<HTMLElement>(`[data-action="${action}"]`);
    if (!to || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    to.focus();
    to.click();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!notice.hidden) continueOn();
    else if (view.kind !== "records") open({ kind: "records" });
  });
  dark.addEventListener("change", () => {
    map.setMode(mode());
    drawBar();
  });

  notice.hidden = !exhibit.telling.exhibit.notice;
  tell();
  if (railsOf(head) > 0) {
    timeline = openTimeline(time, exhibit, {
      choose: (event, playing) => open({ kind: "event", event }, playing),
      brush: (range) => timeline?.show(within(head, range), range),
      announce: (said) => {
        live.textContent = said;
      },
    });
  }
  const pictures = readAllRaw("relief");
  const [basemap, outlines, relief] = await Promise.all([
    readBytes("basemap"),
    readBytes("outlines"),
    // The first view is in the finest; what is around it can wait.
    Promise.all(pictures.map((bytes, index) => (index === pictures.length - 1 ? readRelief(bytes) : null))),
    document.fonts.ready,
  ]);
  map.arrange();
  if (EXTRAS && outlines) map.outline(decodeShapes(outlines));
  if (basemap) {
    await parsed;
    await map.lay(decodeBasemap(basemap), relief, ownMap(head));
  }
  await map.openScan();
  new ResizeObserver(() => map.resize()).observe(room);
  printWithMap(
    room,
    () => map.print(),
    () => {
      map.setMode(mode());
      map.resize();
    },
  );
  (window as unknown as { mapbuilder: object }).mapbuilder = { version: head.version };
  root.dataset.ready = "true";
  touch = (place) => open({ kind: "place", place });
  if (touched >= 0) touch(touched);
  if (pictures.length > 1) {
    map.setRelief(await Promise.all(pictures.map((bytes, index) => relief[index] ?? readRelief(bytes))));
  }
}

/** 1 for each event that was, or may have been, at a time of the range; null where all are asked for. */
function within({ events }: Head, range: Range | null): Uint8Array | null {
  if (!range) return null;
  return Uint8Array.from(events.id, (_, event) => {
    const [start, end] = [events.start_day[event] ?? null, events.end_day[event] ?? null];
    if (start === null && end === null) return 0;
    const [first, last] = [start ?? Number.NEGATIVE_INFINITY, end ?? Number.POSITIVE_INFINITY];
    return Number(first <= (range.to ?? last) && last >= (range.from ?? first));
  });
}

/** How the user's own base map is opened; null where the page has none. A damaged one leaves the shipped map. */
function ownMap(head: Head): OpenOwn | null {
  const { own } = head.basemap;
  const bytes = readOwn(head);
  if (!own || !bytes || !openTiles) return null;
  const open = openTiles;
  return async (options) => {
    try {
      return await open(bytes, own, options);
    } catch (error) {
      console.error("The exhibit's own base map cannot be opened.", error);
      return null;
    }
  };
}

/** After the next paint, and not before the parser has reached the page's end. */
async function painted(): Promise<void> {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
}

start().catch((error: unknown) => {
  // The records stand in the page as text: whatever failed, the visitor can read them.
  document.documentElement.classList.remove("js");
  document.getElementById("app")?.replaceChildren();
  console.error(error);
});
