// Addresses and messages that name what the page has not met wait until it has been looked for; then they are heard as they
// always are.

import type { Met } from "./ids";

/** To be called before anything else listens. */
export function waitForIds(met: Met, host: Window = window): void {
  for (const name of ["popstate", "hashchange"]) {
    host.addEventListener(name, (event) => {
      if (!event.isTrusted || met.knows(location.hash)) return;
      event.stopImmediatePropagation();
      void met.resolve(location.hash).then(() => host.dispatchEvent(new Event(name)));
    });
  }
  host.addEventListener("message", (event) => {
    const { data, source, isTrusted } = event;
    if (!isTrusted || source !== host.parent || typeof data !== "object" || data === null) return;
    const said = new URLSearchParams();
    for (const name of ["event", "place"]) {
      const id = (data as Record<string, unknown>)[name];
      if (typeof id === "string") said.set(name, id);
    }
    if (met.knows(String(said))) return;
    event.stopImmediatePropagation();
    void met
      .resolve(String(said))
      .then(() => host.dispatchEvent(new MessageEvent("message", { data, source })));
  });
}
