// The review page: questions about places, one at a time, and the decisions as a file. Nothing leaves the page by itself.

import { append, button, h } from "./dom";
import { decodeBasemap } from "./map/levels";
import { readBytes } from "./payload";
import { Chart, type Point } from "./review/chart";
import { type Answer, fromRows, keyOf, type Ledger, parseCsv, toCsv } from "./review/ledger";

const VERSION = 1;

interface Candidate {
  place: string;
  label: string;
  /** kind of place, distance and likeness, in the page's language */
  facts: string;
  why: string;
  lon: number | null;
  lat: number | null;
}

interface Question {
  toponym: string;
  context: string | null;
  code: string;
  records: number;
  file: string;
  /** row, date and title of the first records, as a sentence and a text */
  examples: { when: string; title: string }[];
  /** ids and labels of the candidates, in one cell */
  offered: string;
  /** what was decided so far */
  before: string | null;
  candidates: Candidate[];
}

interface Review {
  version: number;
  id: string;
  title: string;
  language: string;
  /** name of the file of decisions */
  file: string;
  who: string;
  ledger: Ledger;
  questions: Question[];
  places: Point[];
  strings: Record<string, string>;
}

/** What a person has chosen: an index into the candidates, "none", "other", or nothing yet. */
interface Choice {
  place: string | null;
  label: string | null;
  note: string;
  when: string;
}

const review = await readReview();
const { questions } = review;
const say = (key: string, values: Record<string, string | number> = {}): string =>
  (review.strings[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));

const STORE = `mapbuilder:review:${review.id}`;
const choices = new Map<string, Choice>();
/** Notes of questions that are open still. */
const notes = new Map<string, string>();
let at = 0;
let filter: "open" | "all" = "all";
const kept = restore();

const who = h("input", { type: "text", id: "who", autocomplete: "name", value: review.who });
const progress = h("p", { class: "progress", role: "status" });
const message = h("p", { class: "message", role: "status" });
const text = h("textarea", { readonly: true, rows: 8, spellcheck: "false", "aria-label": say("text_label") });
const list = h("ol", { class: "list" });
const items = questions.map(listItem);
const position = h("p", { class: "position" });
const heading = h("h2", { tabindex: -1, id: "question" });
const body = h("div", { class: "body" });
const radios = h("fieldset", { class: "candidates" });
const other = h("input", {
  type: "text",
  id: "other-id",
  "aria-label": say("other_id"),
  spellcheck: "false",
});
const note = h("textarea", { id: "note", rows: 2 });
/** WCAG 2.2, 2.1.4: single keys can be switched off, for those who speak to their computer. */
const keys = h("input", { type: "checkbox", id: "keys", checked: true });
const before = h("p", { class: "before" });
const chart = new Chart(
  decodeBasemap((await readBytes("basemap")) ?? new Uint8Array()),
  review.language,
  review.places,
  { map: say("map"), fit: say("fit"), zoomIn: say("zoom_in"), zoomOut: say("zoom_out") },
  (index) => choose(String(index)),
);

build();
show(
  Math.max(
    0,
    questions.findIndex((each) => !choices.has(key(each))),
  ),
  false,
);
document.documentElement.dataset.ready = "true";

async function readReview(): Promise<Review> {
  const read = JSON.parse(new TextDecoder().decode((await readBytes("review")) ?? undefined)) as Review;
  if (read.version !== VERSION) throw new Error(`Got review v${read.version} when expected v${VERSION}.`);
  return read;
}

function key({ toponym, context }: Question): string {
  return keyOf(toponym, context);
}

function build(): void {
  const file = h("input", { type: "file", accept: ".csv,text/csv", id: "import" });
  file.addEventListener("change", () => void takeOver(file));
  who.addEventListener("input", keep);
  other.addEventListener("input", () => choose("other"));
  note.addEventListener("input", () => setNote(note.value));
  text.hidden = true;
  const filters = h(
    "fieldset",
    { class: "filter" },
    h("legend", { class: "visually-hidden" }, say("filter")),
  );
  for (const which of ["all", "open"] as const) {
    const radio = h("input", {
      type: "radio",
      name: "filter",
      id: `filter-${which}`,
      checked: which === filter,
    });
    radio.addEventListener("change", () => {
      filter = which;
      for (const question of questions.keys()) mark(question);
    });
    append(filters, [h("label", {}, radio, say(`filter_${which}`))]);
  }
  const app = document.getElementById("app");
  app?.replaceChildren(
    h(
      "header",
      { class: "top" },
      h(
        "div",
        { class: "titles" },
        h("p", { class: "exhibit" }, h("bdi", {}, review.title)),
        h("h1", {}, say("title")),
        progress,
      ),
      h(
        "div",
        { class: "actions" },
        h("label", { class: "who", for: "who" }, say("who"), who),
        button(
          { class: "main", "data-action": "download" },
          download,
          say("download", { file: review.file }),
        ),
        button({ "data-action": "text" }, asText, say("as_text")),
        h("label", { class: "import", for: "import" }, say("import"), file),
      ),
      message,
      text,
    ),
    h(
      "div",
      { class: "work" },
      h("nav", { "aria-label": say("questions") }, filters, list),
      h(
        "main",
        {},
        position,
        heading,
        before,
        h(
          "div",
          { class: "columns" },
          h(
            "div",
            { class: "asking" },
            body,
            radios,
            h("label", { class: "note", for: "note" }, say("note"), note),
          ),
          chart.element,
        ),
        h(
          "div",
          { class: "steps" },
          button({ "data-action": "previous" }, () => step(-1), say("previous")),
          button({ "data-action": "next" }, () => step(1), say("next")),
        ),
        h("label", { class: "keys", for: "keys" }, keys, say("keys")),
        h("p", { class: "keys" }, say(kept ? "kept" : "not_kept"), " ", say("put", { file: review.file })),
      ),
    ),
  );
  list.append(...items);
  document.addEventListener("keydown", onKey);
}

function listItem(question: Question, index: number): HTMLLIElement {
  const go = button({ "data-question": index }, () => show(index, true));
  append(go, [
    h("span", { class: "state", "aria-hidden": "true" }),
    h("span", {}, h("bdi", {}, question.toponym)),
    h("span", { class: "count" }, String(question.records)),
    h("span", { class: "answer" }, h("bdi")),
  ]);
  return h("li", {}, go);
}

/** Brings the list and the progress up to date with the answer to a question. */
function mark(index: number): void {
  const question = questions[index];
  const item = items[index];
  if (!question || !item) return;
  const choice = choices.get(key(question));
  item.classList.toggle("done", choice !== undefined);
  item.hidden = filter === "open" && choice !== undefined && index !== at;
  const answer = item.querySelector(".answer bdi");
  if (answer) answer.textContent = choice ? (choice.place === null ? say("settled_none") : choice.label) : "";
  item.firstElementChild?.setAttribute("aria-current", String(index === at));
}

function tell(): void {
  const done = questions.filter((each) => choices.has(key(each))).length;
  const told = say("progress", { done, count: questions.length });
  progress.textContent = done === questions.length ? `${told}. ${say("all_done")}` : told;
}

function show(index: number, focus: boolean): void {
  const left = at;
  at = index;
  mark(left);
  const question = questions[index];
  if (!question) return;
  position.textContent = say("position", { number: index + 1, count: questions.length });
  heading.replaceChildren(h("bdi", {}, question.toponym));
  before.textContent = question.before ?? "";
  before.hidden = question.before === null;
  const more = question.records - question.examples.length;
  body.replaceChildren(
    h("p", {}, say(`code.${question.code}`), " ", say("records", { count: question.records }), "."),
    ...(question.context
      ? [h("p", { class: "context" }, say("context", { context: question.context }))]
      : []),
    h(
      "ul",
      { class: "examples" },
      ...question.examples.map(({ when, title }) =>
        h("li", {}, h("span", { class: "when" }, when), " ", h("bdi", {}, title)),
      ),
      more > 0 && h("li", { class: "when" }, say("more", { count: more })),
    ),
  );
  other.value = "";
  const { candidates } = question;
  radios.replaceChildren(
    h("legend", {}, say("candidates")),
    ...(candidates.length > 0
      ? candidates.map(candidateRow)
      : [h("p", { class: "when" }, say("no_candidates"))]),
    radioRow("none", say("none")),
    h("div", { class: "other" }, radioRow("other", say("other")), other),
    radioRow("", say("leave")),
  );
  const points = candidates.flatMap(({ lon, lat, label }) =>
    lon === null || lat === null ? [] : [{ lon, lat, label }],
  );
  chart.show(points.length === candidates.length ? points : [], -1);
  reflect();
  mark(index);
  tell();
  if (focus) heading.focus({ preventScroll: true });
  if (focus) items[index]?.scrollIntoView({ block: "nearest" });
}

function candidateRow(candidate: Candidate, index: number): HTMLElement {
  return radioRow(
    String(index),
    h("span", { class: "number", "aria-hidden": "true" }, String(index + 1)),
    h(
      "span",
      { class: "words" },
      h("bdi", { class: "label" }, candidate.label),
      candidate.facts && h("span", { class: "facts" }, candidate.facts),
      h("span", { class: "why", lang: "en" }, candidate.why, " ", h("bdi", { class: "id" }, candidate.place)),
    ),
  );
}

function radioRow(value: string, ...children: (Node | string)[]): HTMLElement {
  const radio = h("input", { type: "radio", name: "choice", value, id: `choice-${value || "open"}` });
  radio.addEventListener("change", () => choose(value));
  return h("label", { class: "choice", for: radio.id }, radio, ...children);
}

/** Sets the form to what is chosen. */
function reflect(): void {
  const question = questions[at];
  if (!question) return;
  const choice = choices.get(key(question));
  const index =
    choice?.place == null ? -1 : question.candidates.findIndex(({ place }) => place === choice.place);
  const value = !choice ? "" : choice.place === null ? "none" : index >= 0 ? String(index) : "other";
  for (const radio of radios.querySelectorAll<HTMLInputElement>("input[type=radio]")) {
    radio.checked = radio.value === value;
  }
  if (value === "other") other.value = choice?.place ?? "";
  note.value = choice?.note ?? notes.get(key(question)) ?? "";
  chart.choose(index);
}

function choose(value: string): void {
  const question = questions[at];
  if (!question) return;
  const candidate = value === "" ? undefined : question.candidates[Number(value)];
  const typed = other.value.trim();
  const own = { note: note.value, when: today() };
  notes.set(key(question), note.value);
  if (value === "none") choices.set(key(question), { place: null, label: null, ...own });
  else if (value === "other" && typed) choices.set(key(question), { place: typed, label: null, ...own });
  else if (candidate) choices.set(key(question), { place: candidate.place, label: candidate.label, ...own });
  else choices.delete(key(question));
  if (value === "other" && !typed) other.focus();
  else reflect();
  mark(at);
  tell();
  keep();
}

function setNote(written: string): void {
  const question = questions[at];
  if (!question) return;
  notes.set(key(question), written);
  const choice = choices.get(key(question));
  if (choice) choices.set(key(question), { ...choice, note: written });
  keep();
}

/** To the next question that the list shows. */
function step(by: 1 | -1): void {
  for (let index = at + by; index >= 0 && index < questions.length; index += by) {
    const question = questions[index];
    if (question && (filter === "all" || !choices.has(key(question)))) {
      show(index, true);
      return;
    }
  }
}

function onKey(event: KeyboardEvent): void {
  const { target } = event;
  const typing =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !["radio", "checkbox", "file"].includes(target.type));
  if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const candidate = Number(event.key) - 1;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "n") choose("none");
  else if (event.key === "x") choose("");
  else if (questions[at]?.candidates[candidate]) choose(String(candidate));
  else return;
  event.preventDefault();
}

function today(): string {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The whole file of decisions; null, with a word of why, while nobody has signed. */
function decisions(): string | null {
  const signed = who.value.trim();
  if (!signed) {
    message.textContent = say("who_needed");
    who.focus();
    return null;
  }
  message.textContent = "";
  const answers = questions.flatMap((question): Answer[] => {
    const choice = choices.get(key(question));
    if (!choice) return [];
    const { toponym, context, offered: candidates } = question;
    return [{ toponym, context, candidates, who: signed, ...choice }];
  });
  return toCsv(review.ledger, answers);
}

function download(): void {
  const csv = decisions();
  if (csv === null) return;
  const link = h("a", {
    href: URL.createObjectURL(new Blob([csv], { type: "text/csv" })),
    download: review.file,
  });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Where a frame allows no downloads, the text can be copied. */
function asText(): void {
  const csv = decisions();
  if (csv === null) return;
  text.value = csv;
  text.hidden = false;
  text.focus();
  text.select();
}

async function takeOver(input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  if (!file) return;
  const answers = fromRows(parseCsv(await file.text()));
  input.value = "";
  if (!answers) {
    message.textContent = say("import_failed", { file: file.name });
    return;
  }
  const asked = new Set(questions.map(key));
  const taken = answers.filter(({ toponym, context }) => asked.has(keyOf(toponym, context)));
  for (const { toponym, context, place, label, note: told, when } of taken) {
    choices.set(keyOf(toponym, context), { place, label: label ?? place, note: told, when });
  }
  message.textContent = say("imported", { count: taken.length });
  for (const index of questions.keys()) mark(index);
  reflect();
  tell();
  keep();
}

function keep(): void {
  try {
    const kept = { who: who.value, choices: [...choices], notes: [...notes] };
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    // A sandboxed frame has no store: the page says so, and its answers last as long as it does.
  }
}

/** Takes up what the browser has kept; gives whether it keeps anything. */
function restore(): boolean {
  try {
    const stored = JSON.parse(localStorage.getItem(STORE) ?? "null") as {
      who: string;
      choices: [string, Choice][];
      notes?: [string, string][];
    } | null;
    if (stored?.who) review.who = stored.who;
    const asked = new Set(questions.map(key));
    for (const [each, choice] of stored?.choices ?? []) if (asked.has(each)) choices.set(each, choice);
    for (const [each, written] of stored?.notes ?? []) if (asked.has(each)) notes.set(each, written);
    return true;
  } catch {
    return false;
  }
}
