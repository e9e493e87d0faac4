// The map: the base map, one marker a place, and the buttons that move it. The only place that knows Leaflet's L.

import * as L from "leaflet";
import { button, h, icon, painted } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { MINUS, PLUS, WHOLE } from "../icons";
import { targetOf } from "../kiosk/target";
import { type Box, layOut, pushed, type Slot } from "../layout";
import type { MakeOverlay } from "../many/overlay";
import type { Head } from "../payload";
import type { BasemapLayer, Mode } from "./basemap";
import { ahead } from "./direction";
import { makeFarSigns } from "./far";
import { closeTo, isStill, travel, travelOver, travelTo } from "./journey";
import { watchLandings } from "./landing";
import type { Basemap } from "./levels";
import type { Locator } from "./locator";
import { dimLeader, type Marker, makeMarker, tellMarker } from "./marks";
import type { Online } from "./online";
import { worldX, worldY } from "./outline";
import type { Reach } from "./reach";
import type { Frame, MapParts, MapRoom } from "./room";
import { makeScale } from "./scale";
import type { Scans } from "./scans";
import type { Shapes } from "./shapes";
import { takenBy } from "./taken";

/** In root em, as the style sheet has them. */
const MARK_EM = 2.125;
const DOT_EM = 0.75;
const GAP_PX = 5;
/** A far place is seen with the countries around it; the base map is drawn for no more. */
const FAR_ZOOM = 5;
const EQUATOR_M = 40_075_017;

export function openMap(
  room: HTMLElement,
  head: Head,
  mode: Mode,
  onPlace: (place: number) => void,
  makeOverlay?: MakeOverlay,
): MapRoom {
  let current: Exhibit | null = null;
  let shade = mode;
  let chosen = -1;
  let found: readonly number[] = [];
  let together: readonly number[] = [];
  let framed: Frame | null = null;
  const still = isStill();
  const root = document.documentElement;
  const { places, view } = head;
  // On a wall of pixels seen from afar everything grows with the root's letters, the map as well.
  const em_px = Number.parseFloat(getComputedStyle(root).fontSize) || 16;
  let mark_px = MARK_EM * em_px;
  const marks = () => ({ mark: mark_px, gap: GAP_PX, target: targetOf(head) });

  /** The box of a mark, or of the dot that stands for it. */
  function boxOf({ x, y, folded }: Slot): Box {
    const size = folded ? (DOT_EM / MARK_EM) * mark_px : mark_px;
    return { x: x - size / 2, y: y - size / 2, width: size, height: size };
  }

  const canvas = h("div", { class: "map" });
  const scale = makeScale();
  const credit = h("p", { class: "map-credit" });
  const compass = h("span", { class: "north", "aria-hidden": "true" });
  const foot = h(
    "div",
    { class: "map-foot" },
    h("div", { class: "map-measure" }, scale.element, compass),
    credit,
  );
  room.append(canvas, foot);
  room.classList.add("bare");
  void painted().then(() => room.classList.remove("bare"));

  const map = L.map(canvas, {
    zoomControl: false,
    attributionControl: false,
    // The room is watched by a ResizeObserver; Leaflet's own way leaves its names on the window.
    trackResize: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 120,
    maxZoom: view.max_zoom,
    // The mercator map ends at 85°; a place nearer to a pole stands on its edge, and must not be cut there.
    ...((MANY ? !(head.many ?? head.web)?.polar : places.lat.every((lat) => Math.abs(lat) < 80)) && {
      maxBounds: [
        [-85, -540],
        [85, 540],
      ] as L.LatLngBoundsLiteral,
      maxBoundsViscosity: 1,
    }),
    zoomAnimation: !still,
    fadeAnimation: false,
    markerZoomAnimation: !still,
    inertia: !still,
  });

  const [west, south, east, north] = view.bbox ?? [-170, -60, 170, 75];
  // Of a place's copies around the world, the one that is nearest to the exhibit's middle.
  const middle = (west + (east < west ? east + 360 : east)) / 2;
  const lons = places.lon.map((lon) => lon + 360 * Math.round((middle - lon) / 360));
  const bounds = L.latLngBounds([south, west], [north, east < west ? east + 360 : east]);
  let way = ahead();
  const fitWhole = (animate: boolean): void => {
    way = ahead();
    const size = map.getSize();
    const side = Math.min(150, size.x / 5);
    // Beside the marks the buttons that move the map have their room; of a low map they stand in two columns.
    const tools = Math.max(side, em_px * (size.y < 17 * em_px ? 7.6 : 4.9));
    map.setMinZoom(0);
    map.fitBounds(bounds, {
      // The signs to far places and the online map's switch stand at the top; the marks keep below them.
      paddingTopLeft: [
        ahead() > 0 ? side / 2 : tools,
        Math.max(
          Math.min(110, size.y / 6),
          places.far_km.some((km) => km !== null) ? 116 : 0,
          head.basemap.online ? 132 : 0,
        ),
      ],
      paddingBottomRight: [ahead() > 0 ? tools : side, Math.min(90, size.y / 7)],
      // Marks of few places that lie together are set apart; bubbles of many have to be seen from nearer.
      maxZoom: MANY && !bounds.getSouthWest().equals(bounds.getNorthEast()) ? 13 : 11,
      animate: animate && !isStill(),
    });
    // An exhibit that spans continents needs more than most: it must be seen whole on any screen.
    const whole = map.getBoundsZoom(bounds, false, L.point(2 * side, size.y / 3));
    map.setMinZoom(Math.max(0, Math.min(view.min_zoom, Math.floor(whole))));
  };
  fitWhole(false);
  const overlay = MANY && makeOverlay?.({ map, head, em_px, middle, onPlace });
  let parts: MapParts | null = null;
  let reach: Reach | null = null;
  let scans: Scans | null = null;
  let online: Online | null = null;
  let ground: BasemapLayer | null = null;
  let shapes: Shapes | null = null;
  let locator: Locator | null = null;
  let theme: Basemap["theme"] | null = null;
  let kept: Box[] = [];
  let measured = false;

  const halos = places.id.flatMap((_, place) => {
    const radius = places.uncertainty_m[place];
    if (!radius || places.precision[place] === "site" || (places.shape[place] ?? -1) >= 0) return [];
    const halo = L.circle([places.lat[place] ?? 0, lons[place] ?? 0], {
      radius,
      interactive: false,
      className: `halo doubt-${places.doubt[place] ?? 0}`,
    });
    return [{ place, halo: halo.addTo(map) }];
  });

  const markers: Marker[] = MANY
    ? []
    : places.id.map((_, place) =>
        makeMarker(map, head, place, {
          at: L.latLng(places.lat[place] ?? 0, lons[place] ?? 0),
          open: () => onPlace(place),
        }),
      );

  /** Joins a mark that stands away to its point; a place that others hide has the dot alone. */
  function join(marker: Marker, slot: Slot): void {
    if (!marker.leader && !slot.moved) return;
    const at = marker.marker.getLatLng();
    marker.leader ??= {
      line: L.polyline([at, at], { interactive: false, className: "leader" }).addTo(map),
      point: L.circleMarker(at, { radius: 3, interactive: false, className: "true-point" }).addTo(map),
    };
    const { line, point } = marker.leader;
    line.setLatLngs(slot.moved ? [at, map.containerPointToLatLng([slot.x, slot.y])] : []);
    point.setStyle({ opacity: slot.moved ? 1 : 0, fillOpacity: slot.moved ? 1 : 0 });
    dimLeader(marker);
  }

  function focusPlace(place: number): void {
    const target = markers[place];
    if (!target) return;
    for (const { button: each } of markers) each.tabIndex = each === target.button ? 0 : -1;
    const point = L.latLng(places.lat[place] ?? 0, lons[place] ?? 0);
    if (!map.getBounds().contains(point)) map.panTo(point, { animate: false });
    target.button.focus({ preventScroll: true });
  }

  /** What a step of the story asks for, around the place that it has chosen. */
  function frameStep(frame: Frame): void {
    const at = chosen < 0 ? null : L.latLng(places.lat[chosen] ?? 0, lons[chosen] ?? 0);
    travelTo(map, at, frame, (lon) => lon + 360 * Math.round((middle - lon) / 360));
  }

  const signs = makeFarSigns(map, head, lons, onPlace);
  room.insertBefore(signs.element, foot);

  /** The marks alone, where they will stay: labels wait for their fonts, and nothing is measured. */
  function arrangeMarks(): void {
    const points = markers.map(({ place }) =>
      map.latLngToContainerPoint([places.lat[place] ?? 0, lons[place] ?? 0]),
    );
    const { x: width, y: height } = map.getSize();
    const items = points.map(({ x, y }) => ({ x, y, width: 0, height: 0 }));
    layOut(items, { ...marks(), width, height }).forEach(({ x, y, folded }, index) => {
      const { root, button: body, label } = markers[index] ?? {};
      const point = points[index];
      if (!root || !body || !label || !point) return;
      root.classList.toggle("folded", folded);
      body.style.transform = `translate(${x - point.x - mark_px / 2}px, ${y - point.y - mark_px / 2}px)`;
      label.classList.add("unplaced");
    });
  }

  function arrange(): void {
    const { x: width, y: height } = map.getSize();
    if (width === 0 || height === 0) return;
    const tools = room.querySelector<HTMLElement>(".map-tools");
    // What is written before anything is measured has the page laid out once.
    locate();
    if (current) scale.draw(map, current);
    const fixed = takenBy(foot, [tools, locator?.element, online?.element, scans?.element]);
    if (MANY) {
      kept = overlay ? overlay.arrange(fixed) : [];
      ground?.setObstacles(kept);
      return;
    }
    const points = markers.map(({ place }) =>
      map.latLngToContainerPoint([places.lat[place] ?? 0, lons[place] ?? 0]),
    );
    const items = markers.map(({ label }, index) => ({
      x: points[index]?.x ?? 0,
      y: points[index]?.y ?? 0,
      width: label.offsetWidth,
      height: label.offsetHeight,
    }));
    const options = { ...marks(), width, height, first: chosen, next: together };
    let slots = layOut(items, { ...options, obstacles: fixed });
    const chipBoxes = signs.arrange([...slots.map(boxOf), ...fixed]);
    const boxes: Box[] = [...chipBoxes, ...fixed];
    const unwanted = shapes?.crossing();
    if (unwanted || chipBoxes[0]) slots = layOut(items, { ...options, obstacles: boxes, unwanted });
    markers.forEach((marker, index) => {
      const slot = slots[index];
      const point = points[index];
      const item = items[index];
      if (!slot || !point || !item) return;
      const { root, button: body, label } = marker;
      const dx = slot.x - point.x;
      const dy = slot.y - point.y;
      body.style.transform = `translate(${dx - mark_px / 2}px, ${dy - mark_px / 2}px)`;
      root.classList.toggle("folded", slot.folded);
      label.classList.toggle("unplaced", !slot.label);
      // A label without room shows while its mark is pointed at or focused: in the view, beside what lies over the map.
      const at = slot.label ?? pushed(slot, item, options, fixed);
      label.style.transform = `translate(${at.x - slot.x + mark_px / 2}px, ${at.y - slot.y + mark_px / 2}px)`;
      if (slot.label) boxes.push(slot.label);
      boxes.push(boxOf(slot));
      join(marker, slot);
    });
    kept = boxes;
    ground?.setObstacles(boxes);
    fadeHalos();
  }

  /** What the exhibit's own labels say, in lower case: the base map does not say it again. */
  function said(): ReadonlySet<string> {
    if (MANY && overlay) return overlay.said;
    return new Set((current?.telling.places.label ?? places.label).map((label) => label.toLowerCase()));
  }

  function locate(): void {
    if (!locator || !theme) return;
    const { lat, lng } = map.getCenter();
    const { x: width, y: height } = map.getSize();
    locator.show({ x: worldX(lng), y: worldY(lat), zoom: map.getZoom(), width, height }, theme[shade]);
  }

  /** A halo that is wider than the view would tint all of it and tell nothing. */
  function fadeHalos(): void {
    const { x: width, y: height } = map.getSize();
    for (const { halo } of halos) {
      const { lat } = halo.getLatLng();
      const metre_px = (256 * 2 ** map.getZoom()) / (EQUATOR_M * Math.cos((lat * Math.PI) / 180));
      const beyond = halo.getRadius() * metre_px > Math.hypot(width, height) / 2;
      halo.getElement()?.classList.toggle("beyond", beyond);
    }
  }

  /** How many of a place's records are found; a place with none of them stands back. */
  function tellFound(): void {
    if (!current) return;
    for (const marker of markers) tellMarker(marker, current, found[marker.place]);
    const isOut = (place: number): boolean => found[place] === 0;
    for (const { place, halo } of halos) halo.getElement()?.classList.toggle("out", isOut(place));
    shapes?.setOut(isOut);
    signs.setOut(isOut);
  }

  function drawCredit(): void {
    if (!current) return;
    const { borders, detail } = head.basemap;
    const bordersNote = borders === "off" || detail === "none" ? [] : [say(current, "borders")];
    // Whose coast and names are on the map must stay in sight; the other credits stand with the sources.
    credit.textContent = current.texts.attributions
      .filter(({ on_map, url }) => on_map ?? /naturalearthdata|openstreetmap|geonames/.test(url))
      .map((each) => each.credit)
      .concat(bordersNote, scans?.credit() || [])
      .join(" · ");
  }

  const tools = h("div", { class: "map-tools", role: "group" });
  const plus = button({ "data-action": "zoom-in" }, () => map.zoomIn(1), icon(PLUS));
  const minus = button({ "data-action": "zoom-out" }, () => map.zoomOut(1), icon(MINUS));
  const whole = button({ "data-action": "fit" }, () => fitWhole(true), icon(WHOLE));
  tools.append(plus, minus, whole);
  room.append(tools);

  watchLandings(map, room, arrange);

  if (!MANY) arrangeMarks();
  const api: MapRoom = {
    furnish(brought) {
      parts = brought;
      reach = parts.makeReach(map, { room, tools, markers, focusPlace, ...(MANY ? overlay : {}) });
      if (EXTRAS && parts.extras && head.scans) {
        scans = parts.extras.makeScans({
          map,
          room,
          facts: head.scans,
          shiftOf: (lon) => 360 * Math.round((middle - lon) / 360),
          max_zoom: view.max_zoom,
          onChange: () => {
            drawCredit();
            if (measured) arrange();
          },
        });
        tools.before(scans.element);
      }
      if (EXTRAS && parts.extras && head.basemap.online) {
        const settings = head.basemap.online;
        online = parts.extras.makeOnline(map, settings, shade, () => measured && arrange());
        room.append(online.element);
      }
    },
    setRelief(relief) {
      ground?.setRelief(relief);
    },
    async lay(shipped, relief, open) {
      if (!parts) return;
      const basemap = { ...shipped, theme: parts.enlarged(shipped.theme, em_px / 16) };
      const own = open
        ? await open({
            basemap,
            languages: head.languages.map(({ tag }) => tag),
            onRead: () => ground?.complete(),
          })
        : null;
      theme = basemap.theme;
      locator = parts.makeLocator(basemap);
      room.append(locator.element);
      ground = parts.makeGround(
        basemap,
        {
          mode: shade,
          language: current?.telling.language ?? head.language,
          borders: head.basemap.borders,
          obstacles: kept,
          said: said(),
        },
        own,
      );
      ground.setRelief(relief);
      arrange();
      // Asked first, since it is painted as soon as it lies there.
      const laid = ground.whole();
      ground.addTo(map);
      await laid;
    },
    outline(outlines) {
      if (EXTRAS && parts?.extras) {
        shapes = parts.extras.makeShapes(map, { head, shapes: outlines, lons, onPlace });
        shapes.choose(chosen, together);
        tellFound();
        arrange();
      }
    },
    tell(next) {
      current = next;
      // The buttons change sides with the way the language is written.
      if (way !== ahead() && chosen < 0 && !framed) fitWhole(false);
      canvas.setAttribute("role", "application");
      canvas.setAttribute("aria-label", say(next, "map"));
      tools.setAttribute("aria-label", say(next, "map_tools"));
      for (const [element, key] of [
        [plus, "zoom_in"],
        [minus, "zoom_out"],
        [whole, "fit"],
      ] as const) {
        element.setAttribute("aria-label", say(next, key));
        element.title = say(next, key);
      }
      tellFound();
      reach?.tell(next);
      signs.tell(next);
      scans?.tell(next);
      drawCredit();
      compass.textContent = say(next, "north");
      online?.tell(next);
      ground?.setLanguage(next.telling.language, said());
      if (!measured) return;
      arrange();
      // Another script's fonts come only now that its letters are on the page.
      if (document.fonts.status === "loading") void document.fonts.ready.then(arrange);
    },
    choose(place, all = [], frame = null) {
      reach?.hush();
      const before = chosen;
      const beforeFrame = framed;
      framed = frame;
      const moved = EXTRAS && String(all) !== String(together);
      [chosen, together] = [place, all];
      for (const { place: each, root, marker, button: body } of markers) {
        const isChosen = each === place || all.includes(each);
        root.classList.toggle("chosen", isChosen);
        if (EXTRAS) root.classList.toggle("also", isChosen && each !== place);
        body.setAttribute("aria-pressed", String(isChosen));
        marker.setZIndexOffset(isChosen ? 1000 - Number(each !== place) : -each);
      }
      shapes?.choose(place, all);
      if (measured && (place !== before || moved)) arrange();
      const point = L.latLng(places.lat[place] ?? 0, lons[place] ?? 0);
      if (frame) {
        if (frame !== beforeFrame || place !== before) frameStep(frame);
        return;
      }
      if (place < 0) {
        if (before >= 0 || beforeFrame) fitWhole(true);
        return;
      }
      if (MANY) return;
      // From one place of an event to another nothing moves: the map shows them all.
      if (!beforeFrame && !moved && (place === before || all.length > 0)) return;
      const extent = EXTRAS && parts?.extras?.extentOf(place, all, { places, lons, shapes });
      if (extent) {
        // A line or area is shown whole, with room for the label at its marker.
        const size = map.getSize();
        const padding = L.point(Math.min(120, size.x / 5), Math.min(90, size.y / 6));
        const closest = [place, ...all].every((each) => places.far_km[each] != null) ? FAR_ZOOM : 13;
        travelOver(map, extent, { padding, maxZoom: Math.min(closest, view.max_zoom) });
        return;
      }
      const zoom = places.far_km[place] != null ? FAR_ZOOM : closeTo(places.precision[place] ?? "town");
      travel(map, point, Math.min(view.max_zoom, zoom));
    },
    show(counts) {
      found = counts;
      tellFound();
      reach?.show(found);
    },
    print(ratio, fit) {
      shade = "light";
      if (!MANY || !fit) map.invalidateSize({ animate: false });
      if (MANY && fit) fit(map, () => fitWhole(false));
      else fitWhole(false);
      arrange();
      // What waits for the next frame would be too late for the paper.
      ground?.toPaper(ratio);
    },
    setMode(next) {
      shade = next;
      ground?.setMode(next);
      online?.setMode(next);
      locate();
    },
    focusPlace,
    arrange() {
      measured = true;
      arrange();
    },
    resize() {
      const before = map.getSize();
      map.invalidateSize({ animate: false });
      if (map.getSize().equals(before)) return;
      if (framed) frameStep(framed);
      else if (chosen < 0) fitWhole(false);
      arrange();
    },
    adapt() {
      map.options.inertia = !isStill();
      // As display.css has it; the base map's names stay as they are drawn.
      mark_px = MARK_EM * em_px * (Number(getComputedStyle(root).getPropertyValue("--marks")) || 1);
      if (measured) arrange();
    },
    async reset() {
      online?.reset();
      await scans?.reset();
    },
  };
  return api;
}
