// Starts the page: draws the marks from the head alone, then lets the second script in and hands everything over to it.

import { h, painted } from "./dom";
import { door } from "./door";
import { arrived } from "./many/arrived";
import { openManyMap } from "./many/first";
import { openMap } from "./map/map";
import { leaflet } from "./map/shared";
import { readHead } from "./payload";
import { modeOf } from "./theme";
import { railsOf, railsOfMany } from "./timeline/room";

async function start(): Promise<void> {
  const app = document.getElementById("app");
  if (!app) return;
  const root = document.documentElement;
  const head = readHead();

  const bar = h("div", { class: "bar" });
  const body = h("div", { class: "panel-body", tabindex: -1 });
  const steps = h("div", { class: "panel-steps" });
  const room = h("section", { class: "map-room" });
  const panel = h("main", { class: "panel" }, bar, body, steps);
  const live = h("p", { class: "visually-hidden", role: "status" });
  const notice = h("section", { class: "notice", hidden: true });
  const time = h("div", { class: "time-host", hidden: (MANY ? railsOfMany(head) : railsOf(head)) === 0 });
  time.style.setProperty("--time-rails", String(MANY ? railsOfMany(head) : railsOf(head)));
  app.append(h("div", { class: "shell" }, notice, panel, room, time), live);

  let touched = -1;
  let touch = (place: number): void => {
    touched = place;
  };
  const many = MANY && openManyMap(room, head, (place) => touch(place));
  const map = MANY && many ? many.map : openMap(room, head, modeOf(root), (place) => touch(place));
  await paintedAndRead();
  door().leaflet = leaflet;
  await door().open?.("more");
  const { furnish } = door();
  if (!furnish) throw new Error("The page's second script has not run.");
  await furnish({
    head,
    map,
    root,
    notice,
    bar,
    body,
    steps,
    panel,
    room,
    time,
    live,
    ...(MANY && many ? { bubbles: many.bubbles } : {}),
    onPlace(listener) {
      touch = listener;
      if (touched >= 0) listener(touched);
    },
  });
}

/** After the next paint, and not before the parser has reached the page's end. */
async function paintedAndRead(): Promise<void> {
  await painted();
  if (MANY) await arrived("more");
  else if (document.readyState === "loading") await door().parsed;
}

start().catch((error: unknown) => {
  // The records stand in the page as text: whatever failed, the visitor can read them.
  document.documentElement.classList.remove("js");
  document.getElementById("app")?.replaceChildren();
  console.error(error);
});
