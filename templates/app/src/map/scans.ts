// The historical maps: which one lies over today's, how strongly, and where a curtain divides the two.

import * as L from "leaflet";
import { button, h, icon } from "../dom";
import { type Exhibit, fallbackLanguage, languageOf, say } from "../exhibit";
import { ASIDE, CROSS, LAYERS, MINUS, PLUS } from "../icons";
import type { ScanFacts } from "../payload";
import { readRaw } from "../payload";
import { isStill } from "./journey";

export interface Scans {
  /** The control, to be kept clear of marks and labels. */
  element: HTMLElement;
  tell(exhibit: Exhibit): void;
  /** Lays over today's map the one with which the page opens, or none, as strongly as it does then. */
  reset(): Promise<void>;
  /** Whose the map that is seen is; empty when there is none. */
  credit(): string;
}

export interface ScanOptions {
  map: L.Map;
  room: HTMLElement;
  facts: ScanFacts;
  /** degrees added to each longitude, so that a map lies beside the exhibit's marks */
  shiftOf(lon: number): number;
  /** zoom that today's map allows */
  max_zoom: number;
  /** called when another map, or none, is seen, or the control has another size */
  onChange(): void;
}

/** A map that fills less than this part of the view, or shows less of itself, is travelled to. */
const WELL_SEEN = 0.3;
const MARGIN_PX = 24;
/** Of the sliders, in hundredths. */
const STEP = 5;
const LEAST_OPACITY = 10;

interface Slider {
  element: HTMLElement;
  input: HTMLInputElement;
  label: HTMLElement;
  value: HTMLElement;
  less: HTMLButtonElement;
  more: HTMLButtonElement;
}

export function makeScans({ map, room, facts, shiftOf, max_zoom, onChange }: ScanOptions): Scans {
  let exhibit: Exhibit | null = null;
  let shown = -1;
  let asked = -1;
  let away = false;
  let divided = false;
  let overlay: L.ImageOverlay | null = null;
  let address = "";
  const strengths: number[] = [];

  // Above the base map with its names, below everything that the exhibit itself says.
  const pane = map.createPane("scans");
  pane.setAttribute("aria-hidden", "true");

  const opener = button(
    { class: "scans-opener", "data-action": "scans", "aria-controls": "scans-panel" },
    () => unfold(Boolean(panel.hidden)),
  );
  const openerText = h("span", { class: "scans-name" });
  opener.append(icon(LAYERS), openerText);
  const today = button({ class: "scans-today", "data-action": "scan-today", hidden: true }, () => {
    away = !away;
    update();
  });
  const close = button(
    { class: "scans-close", "data-action": "scans-close" },
    () => unfold(false),
    icon(CROSS),
  );
  const list = h("fieldset", { class: "scans-list" });
  const legend = h("legend", { class: "visually-hidden" });
  const opacity = makeSlider("scan-opacity", LEAST_OPACITY, (value) => {
    strengths[shown] = value;
    overlay?.setOpacity(value / 100);
  });
  const curtain = makeSlider("scan-curtain", 0, () => divide());
  const divideBox = h("input", { type: "checkbox", "data-action": "scan-divide" });
  const divideText = h("span", {});
  const fit = button({ class: "scans-fit", "data-action": "scan-fit" }, () => travel());
  const settings = h(
    "div",
    { class: "scans-settings", hidden: true },
    opacity.element,
    h("label", { class: "scans-choice" }, divideBox, divideText),
    curtain.element,
    fit,
  );
  const panel = h("div", { id: "scans-panel", class: "scans-panel", hidden: true }, list, settings);
  const element = h(
    "section",
    { class: "scans" },
    h("div", { class: "scans-bar" }, opener, today, close),
    panel,
  );
  const then = h("span", { class: "curtain-then" });
  const now = h("span", { class: "curtain-now" });
  const grip = h("span", { class: "curtain-grip" }, icon(ASIDE));
  const line = h("div", { class: "curtain", "aria-hidden": "true", hidden: true }, then, now, grip);
  room.append(line, element);

  const radios = [-1, ...facts.bbox.map((_, index) => index)].map((index) => {
    const input = h("input", { type: "radio", name: "scan", value: index, "data-scan": index });
    const title = h("span", { class: "scans-title" });
    const date = h("span", { class: "scans-date" });
    input.addEventListener("change", () => {
      void show(index).then(() => {
        if (index < 0 || shown !== index) return;
        settings.scrollIntoView({ block: "nearest" });
        if (!isWellSeen()) travel();
      });
    });
    list.append(
      h("label", { class: "scans-choice" }, input, h("span", { class: "scans-words" }, title, date)),
    );
    return { index, input, title, date };
  });
  list.prepend(legend);

  divideBox.addEventListener("change", () => {
    divided = divideBox.checked;
    away = false;
    // The curtain begins where both maps can be seen, whatever part of the view the old one fills.
    if (divided) set(curtain, 100 * middleOf(shown));
    update();
    if (divided) curtain.element.scrollIntoView({ block: "nearest" });
  });
  // Escape folds the panel, and does not leave the place that is being read.
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    unfold(false);
  });
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    const { left, width } = room.getBoundingClientRect();
    const part = (event.clientX - left) / width;
    set(curtain, 100 * (isRtl() ? 1 - part : part));
    divide();
  });
  map.on("move zoom resize", divide);

  function makeSlider(id: string, least: number, onInput: (value: number) => void): Slider {
    const input = h("input", { type: "range", id, min: least, max: 100, step: 1 });
    const label = h("label", { for: id });
    const value = h("output", { for: id });
    const step = (by: number): void => {
      set(slider, Number(input.value) + by);
      onInput(Number(input.value));
      write();
    };
    const less = button({ class: "less", "data-action": `${id}-less` }, () => step(-STEP), icon(MINUS));
    const more = button({ class: "more", "data-action": `${id}-more` }, () => step(STEP), icon(PLUS));
    const element = h(
      "div",
      { class: "scans-slider" },
      h("div", { class: "scans-slider-head" }, label, value),
      h("div", { class: "scans-slider-row" }, less, input, more),
    );
    const slider = { element, input, label, value, less, more };
    input.addEventListener("input", () => {
      onInput(Number(input.value));
      write();
    });
    return slider;
  }

  function set({ input }: Slider, value: number): void {
    input.value = String(Math.min(100, Math.max(Number(input.min), Math.round(value))));
  }

  function isRtl(): boolean {
    return exhibit !== null && languageOf(exhibit)?.dir === "rtl";
  }

  function boundsOf(index: number): L.LatLngBounds {
    const [west, south, east, north] = facts.bbox[index] ?? [0, 0, 0, 0];
    const shift = shiftOf((west + east) / 2);
    return L.latLngBounds([south, west + shift], [north, east + shift]);
  }

  function reset(): Promise<void> {
    strengths.splice(0, Infinity, ...facts.opacity.map((part) => Math.round(100 * part)));
    set(curtain, 50);
    divided = divideBox.checked = false;
    panel.hidden = true;
    return show(facts.shown);
  }

  /** Lays a historical map over today's, or none with -1, once it has been decoded. */
  async function show(index: number): Promise<void> {
    asked = index;
    const bytes = index >= 0 ? readRaw(`scan-${index}`) : null;
    const picture = bytes && URL.createObjectURL(new Blob([bytes], { type: "image/webp" }));
    const image = h("img", { class: "scan", alt: "" });
    if (picture) {
      image.src = picture;
      await image.decode();
    }
    if (asked !== index) {
      // Another one was asked for while this was decoded.
      if (picture) URL.revokeObjectURL(picture);
      return;
    }
    overlay?.remove();
    if (address) URL.revokeObjectURL(address);
    overlay = null;
    address = picture ?? "";
    shown = index;
    away = false;
    if (picture) {
      // A plan of a town can be seen nearer than today's map has anything to show.
      map.setMaxZoom(Math.max(max_zoom, facts.max_zoom[index] ?? 0));
      overlay = L.imageOverlay(image as unknown as string, boundsOf(index), {
        pane: "scans",
        opacity: (strengths[index] ?? 100) / 100,
      });
      overlay.addTo(map);
      set(opacity, strengths[index] ?? 100);
    } else {
      map.setMaxZoom(max_zoom);
    }
    update();
  }

  function isWellSeen(): boolean {
    const view = map.getPixelBounds();
    const bounds = boundsOf(shown);
    const own = L.bounds(map.project(bounds.getNorthWest()), map.project(bounds.getSouthEast()));
    const area = ({ x, y }: { x: number; y: number }): number => Math.max(0, x) * Math.max(0, y);
    if (!view.min || !view.max || !own.min || !own.max) return true;
    const common = area({
      x: Math.min(view.max.x, own.max.x) - Math.max(view.min.x, own.min.x),
      y: Math.min(view.max.y, own.max.y) - Math.max(view.min.y, own.min.y),
    });
    return common >= WELL_SEEN * Math.min(area(view.getSize()), 4 * area(own.getSize()));
  }

  /** Where the middle of what is seen of a map lies, as a part of the view from the lines' start. */
  function middleOf(index: number): number {
    const bounds = boundsOf(index);
    const width = map.getSize().x || 1;
    const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) =>
      Math.min(width, Math.max(0, map.latLngToContainerPoint(corner).x)),
    );
    const part = ((from ?? 0) + (to ?? width)) / 2 / width;
    return isRtl() ? 1 - part : part;
  }

  function travel(): void {
    if (shown < 0) return;
    // Beside the panel where there is room, else below or behind it.
    const size = map.getSize();
    const covered = !panel.hidden && size.x > 2 * element.offsetWidth ? element.offsetWidth + MARGIN_PX : 0;
    const options = {
      paddingTopLeft: L.point(MARGIN_PX + (isRtl() ? 0 : covered), MARGIN_PX),
      paddingBottomRight: L.point(MARGIN_PX + (isRtl() ? covered : 0), MARGIN_PX),
      animate: !isStill(),
    };
    if (isStill()) map.fitBounds(boundsOf(shown), options);
    else map.flyToBounds(boundsOf(shown), { ...options, duration: 1.2, easeLinearity: 0.3 });
  }

  function unfold(open: boolean): void {
    if (!open && panel.contains(document.activeElement)) opener.focus({ preventScroll: true });
    const had = close === document.activeElement;
    panel.hidden = !open;
    update();
    if (!open && had) opener.focus({ preventScroll: true });
  }

  /** Shows the part of the map that lies before the curtain, the start of the line being then. */
  function divide(): void {
    const seen = divided && shown >= 0 && !away;
    line.hidden = !seen;
    if (!seen) {
      pane.style.clipPath = "";
      return;
    }
    const size = map.getSize();
    const part = Number(curtain.input.value) / 100;
    const x = size.x * (isRtl() ? 1 - part : part);
    const [from, to] = isRtl() ? [x, size.x] : [0, x];
    const [start, end] = [
      map.containerPointToLayerPoint([from, 0]),
      map.containerPointToLayerPoint([to, size.y]),
    ];
    pane.style.clipPath = `polygon(${start.x}px ${start.y}px, ${end.x}px ${start.y}px, ${end.x}px ${end.y}px, ${start.x}px ${end.y}px)`;
    line.style.transform = `translateX(${x}px)`;
    write();
  }

  /** What depends on which map is seen. */
  function update(): void {
    opener.setAttribute("aria-expanded", String(!panel.hidden));
    close.hidden = panel.hidden;
    today.hidden = shown < 0;
    today.setAttribute("aria-pressed", String(away));
    settings.hidden = shown < 0;
    curtain.element.hidden = !divided;
    element.classList.toggle("open", !panel.hidden);
    pane.classList.toggle("away", away);
    room.classList.toggle("over-scan", shown >= 0 && !away);
    for (const { index, input } of radios) input.checked = index === shown;
    divide();
    write();
    onChange();
  }

  /** What depends on the language as well. */
  function write(): void {
    if (!exhibit) return;
    const told = exhibit.telling.scans;
    const date = told?.date[shown] ?? "";
    openerText.textContent = shown < 0 ? say(exhibit, "scans.maps") : `${told?.title[shown] ?? ""}, ${date}`;
    then.textContent = date;
    for (const slider of [opacity, curtain]) {
      const text = say(exhibit, "scans.percent", { number: slider.input.value });
      slider.value.textContent = text;
      slider.input.setAttribute("aria-valuetext", text);
    }
  }

  update();
  return {
    element,
    reset,
    tell(next) {
      exhibit = next;
      const told = next.telling.scans;
      element.setAttribute("aria-label", say(next, "scans.maps"));
      legend.textContent = say(next, "scans.maps");
      for (const { index, title, date } of radios) {
        title.textContent = index < 0 ? say(next, "scans.today") : (told?.title[index] ?? "");
        date.textContent = index < 0 ? "" : (told?.date[index] ?? "");
        const fallen = index < 0 ? null : fallbackLanguage(next, "scans.title", index);
        if (fallen) title.lang = fallen;
        else title.removeAttribute("lang");
      }
      today.textContent = say(next, "scans.today");
      now.textContent = say(next, "scans.today");
      divideText.textContent = say(next, "scans.curtain");
      fit.textContent = say(next, "scans.fit");
      close.setAttribute("aria-label", say(next, "scans.close"));
      close.title = say(next, "scans.close");
      for (const [slider, key] of [
        [opacity, "scans.opacity"],
        [curtain, "scans.curtain_at"],
      ] as const) {
        const what = say(next, key);
        slider.label.textContent = what;
        slider.less.setAttribute("aria-label", say(next, "scans.less", { what }));
        slider.more.setAttribute("aria-label", say(next, "scans.more", { what }));
      }
      divide();
      write();
    },
    credit() {
      if (!exhibit || shown < 0 || away) return "";
      const { scans } = exhibit.telling;
      const licence = exhibit.texts.scans?.licence[shown] ?? "";
      return `${scans?.title[shown] ?? ""}, ${scans?.date[shown] ?? ""}: ${scans?.credit[shown] ?? ""} (${licence})`;
    },
  };
}
