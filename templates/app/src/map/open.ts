// Opens the user's own base map, which stands in the page or beside it.

import { door } from "../door";
import { type Head, readOwn } from "../payload";
import type { OpenOwn } from "./room";

/** How the user's own base map is opened; null where the page has none. A damaged one leaves the shipped map. */
export function ownMap(head: Head): OpenOwn | null {
  const { own } = head.basemap;
  const bytes = readOwn(head);
  const { tiles } = door();
  if (!own || !bytes || !tiles) return null;
  return async (options) => {
    try {
      return await tiles(bytes, own, options);
    } catch (error) {
      console.error("The exhibit's own base map cannot be opened.", error);
      return null;
    }
  };
}
