// The online map: a provider's pictures over the page's own map, asked for only while they are switched on.

import * as L from "leaflet";
import { button, h } from "../dom";
import { type Exhibit, say } from "../exhibit";
import type { OnlineMap } from "../payload";
import type { Mode } from "./basemap";

/** asking: nothing has come yet; away: the last pictures failed, and nothing is asked for a while. */
export type OnlineState = "off" | "asking" | "shown" | "away";

export interface Online {
  /** The switch, which says whom the pictures come from, and while they are on whose they are. */
  element: HTMLElement;
  tell(exhibit: Exhibit): void;
  setMode(mode: Mode): void;
  /** On or off as the page opens. */
  reset(): void;
}

interface Wanted {
  url: string;
  done: L.DoneCallback;
  /** how often it was asked for */
  tries: number;
}

const PANE = "online";
/** So many pictures are asked for at a time, and a single one until one has come. */
const AT_ONCE = 6;
/** After so many failures in a row nothing more is asked; more where some have come, as at a coast without tiles. */
const MOST_FAILURES = 3;
const MOST_GAPS = 8;
/** Nothing is asked for this long then, or until the browser says that there is a network again. */
const REST_MS = 60_000;

/**
 * Leaflet's layer of pictures, which asks for what is in view and no more. Where a picture is missing the page's own
 * map shows through. A network that is away is asked once a minute, by one picture: a browser writes each failure
 * into its console.
 */
class OnlineLayer extends L.TileLayer {
  private readonly waiting = new Map<HTMLImageElement, Wanted>();
  private readonly asked = new Map<HTMLImageElement, Wanted>();
  private readonly missed = new Map<HTMLImageElement, Wanted>();
  private failures = 0;
  private mostFailures = MOST_FAILURES;
  private reached = false;
  private resting = 0;
  private pending = 0;

  constructor(
    { url, subdomains, min_zoom, max_zoom, bbox }: OnlineMap,
    maxZoom: number,
    private readonly become: (state: OnlineState) => void,
  ) {
    super(url, {
      pane: PANE,
      subdomains,
      minZoom: min_zoom,
      maxZoom: Math.max(min_zoom, maxZoom),
      maxNativeZoom: max_zoom,
      updateWhenZooming: false,
      ...(bbox && { bounds: [bbox.slice(0, 2).reverse(), bbox.slice(2).reverse()] as L.LatLngBoundsLiteral }),
    });
    this.on("tileunload tileabort", (event) => this.forget((event as L.TileEvent).tile));
  }

  override onAdd(map: L.Map): this {
    this.failures = 0;
    this.mostFailures = MOST_FAILURES;
    this.reached = false;
    this.become("asking");
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.rest);
    return super.onAdd(map);
  }

  override onRemove(map: L.Map): this {
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.rest);
    clearTimeout(this.resting);
    this.resting = 0;
    for (const tiles of [this.waiting, this.asked, this.missed]) tiles.clear();
    super.onRemove(map);
    this.become("off");
    return this;
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const tile = document.createElement("img");
    tile.alt = "";
    // Providers want to know which site asks; the page's own path they need not know.
    tile.referrerPolicy = "strict-origin";
    tile.addEventListener("load", () => this.answered(tile, true));
    tile.addEventListener("error", () => this.answered(tile, false));
    const wanted = { url: this.getTileUrl(coords), done, tries: 0 };
    if (this.resting) {
      // Leaflet knows the tile only after this has returned.
      requestAnimationFrame(() => tile.isConnected && this.miss(tile, wanted));
    } else {
      this.waiting.set(tile, wanted);
      this.askSoon();
    }
    return tile;
  }

  /** Once Leaflet has taken away what is no longer in view. */
  private askSoon(): void {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.ask());
  }

  private ask(): void {
    if (!navigator.onLine && this.waiting.size > 0) this.rest();
    for (const [tile, wanted] of this.waiting) {
      if (this.asked.size >= (this.reached ? AT_ONCE : 1)) return;
      this.waiting.delete(tile);
      this.asked.set(tile, wanted);
      wanted.tries++;
      tile.src = wanted.url;
    }
  }

  private answered(tile: HTMLImageElement, came: boolean): void {
    const wanted = this.asked.get(tile);
    if (!wanted) return;
    this.asked.delete(tile);
    this.reached = came;
    this.failures = came ? 0 : this.failures + 1;
    if (came) {
      this.mostFailures = MOST_GAPS;
      wanted.done(undefined, tile);
      this.become("shown");
    } else {
      this.miss(tile, wanted);
    }
    if (this.failures >= this.mostFailures) this.rest();
    else this.ask();
  }

  /** Leaves the tile's place to the map below it, until the network is asked again. */
  private miss(tile: HTMLImageElement, wanted: Wanted): void {
    tile.removeAttribute("src");
    if (!this._map) return;
    this.missed.set(tile, wanted);
    wanted.done(new Error("no picture"), tile);
  }

  private forget(tile: HTMLElement): void {
    for (const tiles of [this.waiting, this.asked, this.missed]) tiles.delete(tile as HTMLImageElement);
    this.askSoon();
  }

  private readonly rest = (): void => {
    if (!this._map) return;
    clearTimeout(this.resting);
    this.resting = window.setTimeout(this.wake, REST_MS);
    const given = [...this.asked, ...this.waiting];
    this.asked.clear();
    this.waiting.clear();
    for (const [tile, wanted] of given) this.miss(tile, wanted);
    this.become("away");
  };

  private readonly wake = (): void => {
    if (!this._map) return;
    clearTimeout(this.resting);
    this.resting = 0;
    this.reached = false;
    // One more failure is enough.
    this.mostFailures = MOST_FAILURES;
    this.failures = MOST_FAILURES - 1;
    const missed = [...this.missed].sort(([, one], [, other]) => one.tries - other.tries);
    for (const [tile, wanted] of missed) this.waiting.set(tile, wanted);
    this.missed.clear();
    if (this.waiting.size === 0) this.become("shown");
    this.ask();
  };
}

/** The online map of a page, off or on as its exhibit says; `changed` hears when its controls take more or less room. */
export function makeOnline(map: L.Map, settings: OnlineMap, mode: Mode, changed: () => void): Online {
  const { host } = settings;
  const pane = map.createPane(PANE);
  const label = h("span", { class: "online-label" });
  const note = h("span", { class: "online-note" });
  const live = h("span", { class: "visually-hidden", role: "status" });
  const refused = settings.needs_referrer && !/^https?:/.test(document.baseURI);
  const toggle = button(
    {
      class: "online-switch",
      "data-action": "online",
      "aria-pressed": "false",
      disabled: refused,
    },
    () => turn(!map.hasLayer(layer)),
    h("span", { class: "online-track", "aria-hidden": "true" }),
    h("span", {}, label, " ", note),
  );
  const credit = h("p", { class: "online-credit", hidden: true });
  const element = h("div", { class: "online-map" }, toggle, credit, live);
  for (const [text, address] of settings.credit) {
    credit.append(
      address ? h("a", { href: address, rel: "noreferrer", target: "_blank" }, text) : h("bdi", {}, text),
    );
  }

  let current: Exhibit | null = null;
  let state: OnlineState = "off";
  const layer = new OnlineLayer(settings, map.getMaxZoom(), (next) => {
    if (next === state) return;
    state = next;
    describe();
    if (next === "away") live.textContent = note.textContent;
    changed();
  });

  function describe(): void {
    element.dataset.state = state;
    if (!current) return;
    label.textContent = say(current, "online");
    const key = refused ? "online_refused" : state === "away" ? "online_away" : "online_from";
    note.textContent = say(current, key, { host });
  }

  function turn(on: boolean): void {
    toggle.setAttribute("aria-pressed", String(on));
    credit.hidden = !on;
    live.textContent = "";
    if (on) layer.addTo(map);
    else layer.remove();
    changed();
  }

  function setMode(next: Mode): void {
    pane.classList.toggle("dimmed", next === "dark");
  }

  // Between two whole zooms the edges of scaled pictures fall between pixels; the map below must not show through.
  const overlap = (): boolean => pane.classList.toggle("between", map.getZoom() % 1 !== 0);
  map.on("zoomend", overlap);
  overlap();

  setMode(mode);
  describe();
  const reset = (): void => {
    const on = settings.on && !refused;
    if (on !== map.hasLayer(layer)) turn(on);
  };
  reset();
  return {
    element,
    tell(exhibit) {
      current = exhibit;
      describe();
    },
    setMode,
    reset,
  };
}
