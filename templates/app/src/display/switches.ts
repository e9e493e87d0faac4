// The disclosure "View" of the bar: a switch for each way of showing the page, and the way to what the page says of its own
// accessibility. It stays the same elements in every language, so that nothing is lost from under a finger.

import { button, h, icon } from "../dom";
import { type Exhibit, say } from "../exhibit";
import { EYE } from "../icons";
import type { Store } from "../state";
import { modeOf } from "../theme";
import { words } from "../words";
import { lessMotion, moreContrast } from "./apply";
import { TEXT_SIZES } from "./display";

export interface Switches {
  /** the button in the bar */
  toggle: HTMLElement;
  /** what it unfolds */
  panel: HTMLElement;
  tell(exhibit: Exhibit): void;
  /** Shows what the state says, and what the device asks for. */
  update(): void;
  fold(): void;
}

interface Switch {
  element: HTMLElement;
  input: HTMLInputElement;
  text: HTMLElement;
  note: HTMLElement;
}

/** With `offersOnly` there is one that leaves nothing but what the sources say. */
export function makeSwitches(
  root: HTMLElement,
  store: Store,
  openStatement: () => void,
  offersOnly = false,
): Switches {
  const toggle = button(
    { class: "display-toggle", "data-action": "view", "aria-expanded": "false", "aria-controls": "display" },
    () => unfold(panel.hidden === true),
  );
  const legend = h("legend", {});
  const sizes = TEXT_SIZES.map((percent, size) => {
    const input = h("input", { type: "radio", name: "text-size", value: size, "data-text-size": size });
    input.addEventListener("change", () => store.update({ text_size: size }));
    const text = h("span", {});
    return { percent, size, input, text, element: h("label", { class: "display-size" }, input, text) };
  });
  const scale = h("div", { class: "display-scale" }, ...sizes.map(({ element }) => element));
  const contrast = makeSwitch("contrast", (on) => store.update({ contrast: on ? "more" : "auto" }));
  const motion = makeSwitch("motion", (on) => store.update({ motion: on ? "reduced" : "auto" }));
  const dark = makeSwitch("theme", (on) => store.update({ theme: on ? "dark" : "light" }));
  const only = makeSwitch("only", (on) => store.update({ only: on }));
  const statement = button({ class: "plain", "data-action": "statement" }, () => {
    fold();
    // From there the way back leads here.
    toggle.focus({ preventScroll: true });
    openStatement();
  });
  const panel = h(
    "div",
    { class: "display", id: "display", role: "group", hidden: true },
    h("fieldset", { class: "display-sizes" }, legend, scale),
    contrast.element,
    motion.element,
    dark.element,
    offersOnly && only.element,
    statement,
  );
  // Escape folds it, and leaves open what is being read.
  for (const each of [toggle, panel] as HTMLElement[]) {
    each.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      event.stopPropagation();
      fold();
      toggle.focus({ preventScroll: true });
    });
  }

  function makeSwitch(name: string, onChange: (on: boolean) => void): Switch {
    const note = h("span", { class: "display-note", id: `display-${name}`, hidden: true });
    const input = h("input", { type: "checkbox", role: "switch", "data-action": name });
    input.addEventListener("change", () => onChange(input.checked));
    const text = h("span", {});
    const element = h(
      "label",
      { class: "display-switch" },
      input,
      h("span", { class: "display-words" }, text, note),
      h("span", { class: "display-track", "aria-hidden": "true" }),
    );
    return { element, input, text, note };
  }

  function unfold(open: boolean): void {
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) panel.scrollIntoView({ block: "nearest" });
  }

  function fold(): void {
    unfold(false);
  }

  /** What the device asks for is on, and cannot be switched off here. */
  function show({ input, note }: Switch, on: boolean, asked: boolean): void {
    input.checked = on || asked;
    input.disabled = asked;
    note.hidden = !asked;
    if (asked) input.setAttribute("aria-describedby", note.id);
    else input.removeAttribute("aria-describedby");
  }

  function update(): void {
    const now = store.get();
    for (const { size, input } of sizes) input.checked = size === now.text_size;
    show(contrast, now.contrast === "more", moreContrast.matches);
    show(motion, now.motion === "reduced", lessMotion.matches);
    show(dark, modeOf(root) === "dark", false);
    show(only, now.only, false);
  }

  return {
    toggle,
    panel,
    tell(exhibit) {
      toggle.replaceChildren(icon(EYE), h("span", { class: "display-name" }, words(exhibit, "view")));
      toggle.title = say(exhibit, "view");
      panel.setAttribute("aria-label", say(exhibit, "view"));
      legend.replaceChildren(words(exhibit, "view_size"));
      for (const { percent, text } of sizes) {
        text.replaceChildren(words(exhibit, "view_percent", { number: percent }));
      }
      for (const [each, key] of [
        [contrast, "view_contrast"],
        [motion, "view_motion"],
        [dark, "theme_dark"],
        [only, "only"],
      ] as const) {
        each.text.replaceChildren(words(exhibit, key));
        each.note.replaceChildren(words(exhibit, "view_device"));
      }
      statement.replaceChildren(exhibit.telling.statement.title);
      const { lang, dir } = exhibit.telling.ui;
      if (lang) Object.assign(statement, { lang, dir });
      else for (const name of ["lang", "dir"]) statement.removeAttribute(name);
      update();
    },
    update,
    fold,
  };
}
