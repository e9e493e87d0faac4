// Keeps the page's address and the browser's history on the state: what is open can be linked to, and Back closes it. A
// frame may forbid both; the page then goes without.

import { type Addressed, fromFragment, type Ids, toFragment } from "./address";
import { sameDisplay } from "./display/display";
import type { State, Store } from "./state";

/** Browsers refuse more than some 200 changes of the address in half a minute. */
const LEAST_MS = 250;
/** A step back that has not come by then was forbidden. */
const SETTLED_MS = 600;

/**
 * Writes the address whenever the state changes, and follows it when the visitor goes back, on, or to another one.
 * `pushes` says whether what is opened, or switched to what the sources say, becomes a step of the history.
 */
export function followAddress(store: Store, ids: Ids, { pushes }: { pushes: boolean }): void {
  let pending = 0;
  let closing = 0;
  // The address that was last written or followed. Another one is on its way: what it names is still being looked for.
  let seen = location.hash;
  let following = false;
  let switching = false;

  const write = (
    how: "pushState" | "replaceState",
    state = store.get(),
    opened = Boolean(stateOf()?.opened && state.view.kind !== "records"),
  ): void => {
    clearTimeout(pending);
    pending = 0;
    const fragment = toFragment(state, ids);
    attempt(() => {
      // An address of its own keeps what stands before the `#`, whatever <base> or frame there is.
      const [bare] = location.href.split("#");
      history[how]({ opened }, "", fragment ? `${bare}#${fragment}` : bare);
      seen = location.hash;
    });
  };
  const writeLater = (): void => {
    pending = 0;
    if (location.hash === seen) write("replaceState");
  };

  store.subscribe((now, before) => {
    const { view, language, selection, step } = before;
    const same =
      now.view === view && now.language === language && now.selection === selection && now.step === step;
    if ((same && sameDisplay(now, before)) || switching) return;
    const opens = before.view.kind === "records" && now.view.kind !== "records";
    const closes = before.view.kind !== "records" && now.view.kind === "records";
    const switches = now.only !== before.only;
    // What is opened before the step back has come becomes a step once it has.
    if (closing && opens) return;
    if ((opens || switches) && pushes && !following) {
      // To what was there before, with all that was typed, Back returns; no step is without a state of ours.
      if (pending || !stateOf()) write("replaceState", before);
      if (!switches) write("pushState", now, true);
      else {
        // What leaves all but the sources' words, or brings it back, is a step as well, with the view that it leads to.
        switching = true;
        queueMicrotask(() => {
          switching = false;
          write("pushState", store.get(), false);
        });
      }
    } else if (closes && stateOf()?.opened && !following) {
      // What was opened is a step of the history: closing it goes back over that step.
      closing = window.setTimeout(settle, SETTLED_MS);
      attempt(() => history.back());
    } else {
      pending ||= window.setTimeout(writeLater, LEAST_MS);
    }
  });

  /** The step before may say another language or filter than the visitor has by now. */
  function settle(): void {
    clearTimeout(closing);
    closing = 0;
    const now = store.get();
    const opened = now.view.kind !== "records";
    write("replaceState", opened ? { ...now, view: { kind: "records" }, step: -1 } : now);
    if (opened) write("pushState", now, true);
  }

  const follow = (): void => {
    seen = location.hash;
    if (closing) {
      settle();
      return;
    }
    const asked = fromFragment(location.hash, ids);
    if (!asked) return;
    following = true;
    try {
      // Of what is shown an address says all, of how it is shown but what differs. In a step of our own the visitor
      // keeps what was chosen since of how it is told and shown: no such choice is a step that Back undoes.
      const own = stateOf();
      const { view, selection, step, only = false } = asked;
      store.update({ ...(!own && asked), view, selection, step, only });
      if (own) pending ||= window.setTimeout(writeLater, LEAST_MS);
    } finally {
      following = false;
    }
  };
  window.addEventListener("popstate", follow);
  window.addEventListener("hashchange", () => {
    if (toFragment(store.get(), ids) !== location.hash.slice(1)) follow();
  });
}

/** What the address asks for when the page opens. */
export function addressed(ids: Ids): Partial<State> & Partial<Addressed> {
  return fromFragment(location.hash, ids) ?? {};
}

function stateOf(): { opened?: boolean } | null {
  let state: unknown = null;
  attempt(() => {
    state = history.state;
  });
  return typeof state === "object" ? state : null;
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Forbidden in this frame: the page is as usable without.
  }
}
