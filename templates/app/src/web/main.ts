// Starts the page that reads its records from a server: draws the first view's cells from the head alone, then lets the
// second script in and hands everything over to it.

import { painted } from "../dom";
import { door } from "../door";
import { arrived } from "../many/arrived";
import { leaflet } from "../map/shared";
import { readHead } from "../payload";
import { openFirst } from "./first";
import type { WebHead } from "./types";

async function start(): Promise<void> {
  const app = document.getElementById("app");
  if (!app) return;
  const first = openFirst(app, readHead() as WebHead);
  await painted();
  await arrived("more");
  door().leaflet = leaflet;
  await door().open?.("more");
  const { web } = door();
  if (!web) throw new Error("The page's second script has not run.");
  await web(first);
}

start().catch((error: unknown) => {
  // What stands in the page as text can be read, whatever failed.
  document.documentElement.classList.remove("js");
  document.getElementById("app")?.replaceChildren();
  console.error(error);
});
