// Parts of the files beside the page, as its server sends them, and why one cannot be read.

import { inflate } from "../payload";

/** In the words of the interface: the key of a sentence. */
export type Fault = "served" | "ranges" | "missing" | "broken" | "away";

export class FileFault extends Error {
  constructor(
    readonly fault: Fault,
    readonly file: string,
  ) {
    super(`${file}: ${fault}`);
  }
}

/** So many requests at once: servers of HTTP/1.1 get no more from a browser. */
const AT_ONCE = 6;
const GONE = [401, 403, 404, 410];
const PARTIAL = 206;
const NOT_IN_IT = 416;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) await new Promise<void>((done) => waiting.push(done));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** Of a `Content-Range`, how long the whole file is; null where it does not say. (RFC 9110, section 14.4.) */
export function wholeOf(header: string | null): number | null {
  const whole = /^bytes \d+-\d+\/(\d+)$/.exec(header ?? "")?.[1];
  return whole === undefined ? null : Number(whole);
}

/**
 * So many bytes of a file from an offset on; fewer only with `shorter`, where the file ends. A file of which it is known
 * how long it is, and that is not, is of another build. Throws a `FileFault`.
 */
export function readPart(
  file: string,
  offset: number,
  length: number,
  { whole = null, shorter = false }: { whole?: number | null; shorter?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return inTurn(async () => {
    if (!/^https?:$/.test(location.protocol)) throw new FileFault("served", file);
    const ending = new AbortController();
    let response: Response;
    try {
      response = await fetch(file, {
        headers: { Range: `bytes=${offset}-${offset + length - 1}` },
        signal: ending.signal,
      });
    } catch {
      throw new FileFault("away", file);
    }
    const { status, headers } = response;
    if (status === PARTIAL) {
      const said = wholeOf(headers.get("Content-Range"));
      if (whole !== null && said !== null && said !== whole) throw new FileFault("broken", file);
    } else {
      // What would follow may be gigabytes.
      ending.abort();
      if (response.ok) throw new FileFault("ranges", file);
      throw new FileFault(GONE.includes(status) ? "missing" : status === NOT_IN_IT ? "broken" : "away", file);
    }
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch {
      throw new FileFault("away", file);
    }
    if (bytes.length > length || (bytes.length < length && !shorter)) throw new FileFault("broken", file);
    return bytes;
  });
}

/** What a part of a file is when inflated; `whole` is the file's length. Throws a `FileFault`. */
export async function readInflated(
  file: string,
  offset: number,
  length: number,
  whole: number,
): Promise<Uint8Array> {
  if (!(length > 0) || offset + length > whole) throw new FileFault("broken", file);
  return inflated(await readPart(file, offset, length, { whole }), file);
}

/** What bytes of a file are when inflated. Throws a `FileFault`. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Uint8Array> {
  try {
    return await inflate(bytes);
  } catch {
    throw new FileFault("broken", file);
  }
}

/** What a part of a file has as deflated JSON; `whole` is the file's length. Throws a `FileFault`. */
export async function readJson<Value>(
  file: string,
  offset: number,
  length: number,
  whole: number,
): Promise<Value> {
  const bytes = await readInflated(file, offset, length, whole);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Value;
  } catch {
    throw new FileFault("broken", file);
  }
}

/** What was read last is kept, so much of it, and what fails is asked for again. */
export function keeping<Value>(most: number): (key: number, read: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<number, Promise<Value>>();
  return (key, read) => {
    const asked = kept.get(key) ?? read();
    kept.delete(key);
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
    const [oldest = -1] = kept.keys();
    if (kept.size > most) kept.delete(oldest);
    return asked;
  };
}
