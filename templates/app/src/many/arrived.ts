// The page's blocks while the parser still reads it: of a hundred megabytes none but the first need be waited for.

import { door } from "../door";

/** Settles when the block of this id is there whole, or the page has ended without it. */
export function arrived(id: string): Promise<void> {
  // A block to which another node has been added since has been read to its end.
  const isThere = (): boolean => document.getElementById(id)?.nextSibling != null;
  if (document.readyState !== "loading" || isThere()) return Promise.resolve();
  return new Promise((done) => {
    const finish = (): void => {
      watch.disconnect();
      done();
    };
    const watch = new MutationObserver(() => isThere() && finish());
    watch.observe(document.body, { childList: true });
    void door().parsed?.then(finish);
  });
}
