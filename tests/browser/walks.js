// Evaluated once in a page: what somebody who goes by keys sees of the focus.
(() => {
  const OPERATED =
    'button, a[href], input, select, textarea, summary, [role="slider"], [role="button"], [tabindex="0"]';
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  /** Of a control that is drawn by its label the label is what is seen. */
  const drawn = (element) => (element.matches("input[type=checkbox], input[type=radio]") && element.closest("label")) || element;
  const name = (element) =>
    element.dataset.action ??
    element.dataset.event ??
    element.dataset.place ??
    element.dataset.language ??
    element.dataset.source ??
    (element.className || element.tagName);
  const kind = (element) => {
    const { action, language, facet, textSize } = element.dataset;
    const what = action ?? (language ? "language" : facet) ?? (textSize ? "text-size" : element.classList[0]);
    return `${element.tagName.toLowerCase()}.${what ?? ""}`;
  };

  /** Whether an outline is drawn, on the control or on the part of it that shows it. */
  function hasRing(element) {
    const body = drawn(element);
    // A field of text has its line around it.
    if (element.matches("input[type=search]") && getComputedStyle(element.parentElement).boxShadow !== "none") {
      return true;
    }
    return [body, ...body.querySelectorAll("*")].some((each) =>
      [null, "::before", "::after"].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each, part);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
      }),
    );
  }

  /** Whether at least a part of it lies open to the eye (WCAG 2.2, 2.4.11). */
  function isInSight(element) {
    const body = drawn(element);
    const { left, top, right, bottom } = body.getBoundingClientRect();
    for (const across of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      for (const down of [0.1, 0.3, 0.5, 0.7, 0.9]) {
        const hit = document.elementFromPoint(left + across * (right - left), top + down * (bottom - top));
        if (hit && (body.contains(hit) || hit.contains(body) && getComputedStyle(body).pointerEvents === "none")) return true;
      }
    }
    return false;
  }

  let numbers = 0;
  const numberOf = new WeakMap();
  function number(element) {
    if (!numberOf.has(element)) numberOf.set(element, ++numbers);
    return numberOf.get(element);
  }

  window.walks = {
    /** What has the focus; null where nothing has. */
    focus() {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return null;
      return {
        number: number(element),
        name: name(element),
        kind: kind(element),
        event: element.dataset.event ?? null,
        list: element.matches(".entry"),
        operated: element.matches(OPERATED),
        ring: hasRing(element),
        inSight: isInSight(element),
        html: element.outerHTML.slice(0, 160),
      };
    },
    /** All that can be reached by Tab now, in no order: one of each group that arrow keys go through. */
    stops() {
      const all = [...document.querySelectorAll(OPERATED)].filter(
        (each) => each.tabIndex >= 0 && !each.disabled && seen(each) && !each.closest("[inert], #text"),
      );
      const radios = new Set();
      return all.flatMap((each) => {
        if (each.matches("input[type=radio]")) {
          if (radios.has(each.name)) return [];
          radios.add(each.name);
        }
        return [{ name: name(each), kind: kind(each), radio: each.name || null }];
      });
    },
    opened: () => document.querySelector("article.event")?.dataset.event ?? null,
    view: () => document.querySelector(".view").className.split("-").at(-1),
  };
})();
