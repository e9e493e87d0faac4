// The script that only pages with media have: pictures, sounds and films beside a record, and its text read aloud.

import { button, type Child, h, icon, richBlock } from "../dom";
import { door } from "../door";
import { type Exhibit, fallbackLanguage, say } from "../exhibit";
import { ENLARGE } from "../icons";
import { apart, standIn, words } from "../words";
import { trackFor } from "./clock";
import { enlarge, putAway } from "./enlarge";
import type { MediaPart } from "./part";
import { makePlayer, resetLoudness, silence } from "./player";
import { pictureAt, recordingAt, takeBack } from "./store";

/** How high a picture may stand in the panel, in letters' heights. */
const MOST_REM = 30;

interface Medium {
  item: number;
  file: number;
  kind: string;
  type: string;
  width: number;
  height: number;
  seconds: number;
  /** its title; what it is where it has none */
  name: string;
}

function mediumOf(exhibit: Exhibit, item: number): Medium | null {
  const { media } = exhibit.texts;
  const file = media?.file[item];
  if (!media || file === undefined) return null;
  const { kind, type, width, height, seconds } = media.files;
  const of = kind[file] ?? "";
  return {
    item,
    file,
    kind: of,
    type: type[file] ?? "",
    width: width[file] ?? 0,
    height: height[file] ?? 0,
    seconds: seconds[file] ?? 0,
    name: exhibit.telling.media?.title[item] || say(exhibit, `media.${of}`),
  };
}

/** What it shows, whose it is and under which licence. */
function captionOf(exhibit: Exhibit, { item }: Medium): Child[] {
  const { media } = exhibit.telling;
  const title = media?.title[item];
  const credit = media?.credit[item];
  const licence = exhibit.texts.media?.licence[item];
  return [
    title && h("p", { class: "medium-title", ...standIn(exhibit, "media.title", item) }, title),
    credit &&
      h(
        "p",
        { class: "medium-credit" },
        h(
          "bdi",
          standIn(exhibit, "media.credit", item),
          credit,
          licence && " (",
          licence && apart(licence),
          licence && ")",
        ),
      ),
  ];
}

function pictureElement(exhibit: Exhibit, medium: Medium): HTMLImageElement {
  const { item, file, width, height } = medium;
  return h("img", {
    src: pictureAt(file),
    alt: exhibit.telling.media?.alt[item] ?? "",
    width,
    height,
    decoding: "async",
    ...standIn(exhibit, "media.alt", item),
  });
}

function picture(exhibit: Exhibit, medium: Medium): HTMLElement {
  const { width, height } = medium;
  const alt = exhibit.telling.media?.alt[medium.item];
  const open = (): void => {
    enlarge(exhibit, alt || medium.name, pictureElement(exhibit, medium), captionOf(exhibit, medium));
  };
  const shown = pictureElement(exhibit, medium);
  // Known before it is decoded, so that nothing below it jumps.
  const frame = h("div", { class: "picture-frame" });
  frame.style.setProperty("--widest", `min(${width}px, ${((MOST_REM * width) / height).toFixed(2)}rem)`);
  shown.addEventListener("click", open);
  const name = say(exhibit, "media.enlarge");
  frame.append(
    shown,
    button(
      {
        class: "picture-enlarge",
        "data-action": "enlarge",
        "aria-label": `${name}: ${alt || medium.name}`,
        title: name,
      },
      open,
      icon(ENLARGE),
    ),
  );
  return h(
    "figure",
    { class: "medium picture", "data-medium": medium.item },
    frame,
    h("figcaption", {}, ...captionOf(exhibit, medium)),
  );
}

function transcriptOf(exhibit: Exhibit, { item }: Medium): HTMLElement | null {
  const lang = fallbackLanguage(exhibit, "media.transcript", item);
  const text = richBlock("text", exhibit.telling.media?.transcript[item], lang);
  return (
    text &&
    h(
      "details",
      { class: "transcript", open: true },
      h("summary", {}, words(exhibit, "media.transcript")),
      text,
    )
  );
}

function sound(exhibit: Exhibit, medium: Medium): HTMLElement {
  const { file, type, name, seconds } = medium;
  const media = h("audio", { preload: "none" });
  return h(
    "figure",
    { class: "medium sound", "data-medium": medium.item },
    h("figcaption", {}, ...captionOf(exhibit, medium)),
    makePlayer(exhibit, { media, name, seconds, load: () => recordingAt(file, type) }),
    transcriptOf(exhibit, medium),
  );
}

function film(exhibit: Exhibit, medium: Medium): HTMLElement {
  const { file, type, name, seconds, width, height } = medium;
  const media = h("video", { preload: "none", playsinline: true, width, height, "aria-label": name });
  media.addEventListener("click", () => {
    figure.querySelector<HTMLElement>('[data-action="play"]')?.click();
  });
  const more: HTMLElement[] = [];
  const said = captions(exhibit, medium, media);
  if (said) {
    const toggle = button(
      { class: "player-word", "data-action": "captions", "aria-pressed": "true" },
      () => {
        said.hidden = !said.hidden;
        toggle.setAttribute("aria-pressed", String(!said.hidden));
      },
      words(exhibit, "media.captions"),
    );
    more.push(toggle);
  }
  if (document.fullscreenEnabled) {
    const label = say(exhibit, "media.enlarge");
    more.push(
      button(
        {
          class: "player-button",
          "data-action": "fullscreen",
          "aria-label": `${label}: ${name}`,
          title: label,
        },
        () => {
          // A frame may be forbidden to; the film is seen where it stands.
          const done = document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen();
          done.catch(() => undefined);
        },
        icon(ENLARGE),
      ),
    );
  }
  const frame = h("div", { class: "film-frame" }, media);
  const stage = h(
    "div",
    { class: "film-stage" },
    frame,
    said,
    makePlayer(exhibit, { media, name, seconds, load: () => recordingAt(file, type), more }),
  );
  stage.style.setProperty("--widest", `${((MOST_REM * width) / height).toFixed(2)}rem`);
  const figure = h(
    "figure",
    { class: "medium film", "data-medium": medium.item },
    stage,
    h("figcaption", {}, ...captionOf(exhibit, medium)),
    transcriptOf(exhibit, medium),
  );
  return figure;
}

/**
 * Where the captions are said, in the page's language and from the start. They stand under the film, in letters of the
 * page's size: over a small film the browser's own are too small to be read, and they cover what is to be seen.
 */
function captions(exhibit: Exhibit, { item }: Medium, media: HTMLVideoElement): HTMLElement | null {
  const tracks = exhibit.texts.media?.tracks[item] ?? {};
  const { languages } = exhibit.head;
  const tag = trackFor(Object.keys(tracks), exhibit.telling.language, languages[0]?.tag);
  if (tag === null) return null;
  const language = languages.find((each) => each.tag === tag);
  const track = media.addTextTrack("captions", language?.name ?? tag, tag);
  for (const [start_ms, end_ms, text] of tracks[tag] ?? []) {
    track.addCue(new VTTCue(start_ms / 1000, end_ms / 1000, text));
  }
  track.mode = "hidden";
  const said = h("p", { class: "film-captions", lang: tag, dir: language?.dir ?? "auto" });
  track.addEventListener("cuechange", () => {
    const cues = [...(track.activeCues ?? [])] as VTTCue[];
    said.textContent = cues.map(({ text }) => text).join("\n");
  });
  return said;
}

const KINDS: Record<string, (exhibit: Exhibit, medium: Medium) => HTMLElement> = { picture, sound, film };

const part: MediaPart = {
  reading(exhibit, event) {
    const item = exhibit.telling.events.reading?.[event] ?? -1;
    const medium = item >= 0 ? mediumOf(exhibit, item) : null;
    if (!medium) return null;
    const { file, type, seconds } = medium;
    const media = h("audio", { preload: "none" });
    const name = exhibit.telling.events.title[event] ?? "";
    const player = makePlayer(exhibit, {
      media,
      name,
      begin: "media.listen",
      seconds,
      load: () => recordingAt(file, type),
    });
    return h("div", { class: "reading", "data-medium": item }, player, ...captionOf(exhibit, medium));
  },
  shown(exhibit, event) {
    const items = exhibit.texts.events.media?.[event] ?? [];
    const figures = items.flatMap((item) => {
      const medium = mediumOf(exhibit, item);
      const make = medium && KINDS[medium.kind];
      return medium && make ? [make(exhibit, medium)] : [];
    });
    return figures.length > 0 ? h("div", { class: "media" }, ...figures) : null;
  },
  quiet() {
    silence();
    putAway();
    takeBack();
  },
  reset() {
    part.quiet();
    resetLoudness();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  },
};

door().media = part;
