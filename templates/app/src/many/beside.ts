// Texts of a page that is a folder: base64 in files beside it, each a script that does nothing but put its piece of a block
// beside itself. They are asked for by the names that the page has for them, and are not taken when they are others.

import { fromBase64, readBlock, textIn } from "../payload";
import { arrived } from "./arrived";

/** What the page knows of the files: how long each is, and by the id of a block the sha256 of its pieces. */
interface Files {
  folder: string;
  /** characters of a piece; the last of a block has what is left */
  size: number;
  files: Record<string, string[]>;
}

interface TrustedUrls {
  createScriptURL(text: string): string;
}

/** A file that is not there, may not be read here, or is not the one that it was. */
export class LostError extends Error {
  constructor(readonly file: string) {
    super(`The page cannot read ${file}.`);
  }
}

/** As many pieces are kept: 8 MB. */
const KEPT = 32;
/** Milliseconds until what was lost is asked for again. */
export const AGAIN_MS = 10_000;
const NAME = /^[a-z]+\/[A-Za-z0-9-]+\.\d+\.[0-9a-f]{16}\.js$/;

let known: Promise<Files | null> | undefined;
let urls: TrustedUrls | undefined;
/** What was asked for last stands last. */
const kept = new Map<string, Promise<string>>();
let hear: (file: string) => void = () => undefined;

/** Hears of each file that is lost. */
export function hearLost(listener: (file: string) => void): void {
  hear = listener;
}

/** The pieces of a block; none where it stands in the page. To be asked once the columns are there, which come later. */
async function filesOf(id: string): Promise<(Files & { own: string[] }) | null> {
  known ??= document.getElementById("many-files")
    ? (readBlock("many-files") as Promise<Files>)
    : Promise.resolve(null);
  const files = await known;
  const own = files?.files[id];
  return files && own ? { ...files, own } : null;
}

/** A part of a block's text. */
export async function textOf(id: string, from: number, length: number): Promise<string> {
  const files = await filesOf(id);
  if (!files) {
    await arrived(id);
    return cut(id, from, length);
  }
  const { size } = files;
  const first = Math.floor(from / size);
  const last = Math.floor((from + length - 1) / size);
  const pieces = await Promise.all(
    Array.from({ length: last - first + 1 }, (_, index) => piece(files, id, first + index)),
  );
  return pieces.join("").slice(from - first * size, from - first * size + length);
}

/** The bytes of a whole block, still deflated; null where the page has none. */
export async function bytesOf(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const files = await filesOf(id);
  if (!files) {
    await arrived(id);
    const element = document.getElementById(id);
    return element && fromBase64(textIn(element));
  }
  const pieces = await Promise.all(files.own.map((_, index) => piece(files, id, index)));
  return fromBase64(pieces.join(""));
}

function piece(files: Files, id: string, number: number): Promise<string> {
  const digest = files.files[id]?.[number] ?? "";
  const file = `${files.folder}/${id.replace(/^many-/, "")}.${number}.${digest.slice(0, 16)}.js`;
  const asked = kept.get(file) ?? load(file, digest);
  kept.delete(file);
  kept.set(file, asked);
  const [oldest = ""] = kept.keys();
  if (kept.size > KEPT) kept.delete(oldest);
  return asked;
}

async function load(file: string, digest: string): Promise<string> {
  try {
    const text = await run(file, digest);
    if (text && (await isSame(text, digest))) return text;
  } catch (error) {
    console.warn(error);
  }
  setTimeout(() => kept.delete(file), AGAIN_MS);
  hear(file);
  throw new LostError(file);
}

/** What the file puts beside itself; nothing where it does not run. */
function run(file: string, digest: string): Promise<string> {
  return new Promise((done) => {
    const room = document.createElement("div");
    room.hidden = true;
    const script = document.createElement("script");
    script.onload = script.onerror = () => {
      const text = room.textContent ?? "";
      room.remove();
      done(text);
    };
    // Only a server of the page's own lets it compare: to a file, and to a closed frame, all others are strangers.
    if (location.protocol.startsWith("http") && origin !== "null") {
      script.integrity = `sha256-${btoa(digest.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))))}`;
    }
    script.src = trusted(file);
    room.append(script);
    document.head.append(room);
  });
}

/** An address as the page's policy lets scripts have one: that of a file of its texts, and no other. */
function trusted(file: string): string {
  const createScriptURL = (text: string): string => {
    if (NAME.test(text)) return text;
    throw new TypeError("this page runs no such script");
  };
  const factory = (
    globalThis as { trustedTypes?: { createPolicy(name: string, rules: TrustedUrls): TrustedUrls } }
  ).trustedTypes;
  urls ??= factory?.createPolicy("texts", { createScriptURL }) ?? { createScriptURL };
  return urls.createScriptURL(file);
}

/** Whether a file was the one that the page knows; where the browser does not reckon that, a damaged text tells itself. */
async function isSame(text: string, digest: string): Promise<boolean> {
  if (!crypto.subtle) return true;
  const script = new TextEncoder().encode(`document.currentScript.before("${text}");\n`);
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", script));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") === digest;
}

/** A piece of an element's text; the whole of it is never copied. A parser may have split it into several nodes. */
function cut(id: string, from: number, length: number): string {
  let [at, left, found] = [from, length, ""];
  for (let node = document.getElementById(id)?.firstChild; node && left > 0; node = node.nextSibling) {
    const { data } = node as CharacterData;
    const piece = data.slice(at, at + left);
    at = Math.max(0, at - data.length);
    left -= piece.length;
    found += piece;
  }
  if (left > 0) throw new Error(`The page's block ${id} is shorter than it should be.`);
  return found;
}
