// What scrolls: the panel's reading by itself, or on a small screen the page with it. Where somebody is in it, and how
// what has been opened is brought into view.

/** What scrolls: the reading, or on a small screen the page. */
export function paneOf(body: HTMLElement): Element {
  if (getComputedStyle(body).overflowY !== "visible") return body;
  return document.scrollingElement ?? document.documentElement;
}

export interface Port {
  /** whether the reading scrolls by itself */
  own: boolean;
  /** of what is seen of it, in pixels of the window */
  top: number;
  height: number;
  scrolled: number;
  /** how far it can be scrolled */
  room: number;
}

export function portOf(body: HTMLElement): Port {
  const pane = paneOf(body);
  const own = pane === body;
  const top = own ? body.getBoundingClientRect().top : 0;
  const height = own ? body.clientHeight : window.innerHeight;
  return { own, top, height, scrolled: pane.scrollTop, room: pane.scrollHeight - height };
}

/** How high the place's head is, which stays at the top. */
export function headOf(body: HTMLElement): number {
  return body.querySelector<HTMLElement>(".place-head")?.offsetHeight ?? 0;
}

/** Whether a record stands so far down that its view would open without it. */
export function isFar(body: HTMLElement, record: HTMLElement | null): boolean {
  const { own, height } = portOf(body);
  return (record?.offsetTop ?? 0) > height * (own ? 0.5 : 0.4);
}

/** Brings the record that was opened into view, or its view's beginning where that shows it. */
export function reveal(body: HTMLElement, panel: HTMLElement, record: HTMLElement | null): void {
  const far = isFar(body, record);
  // The place's head stays at the top; what scrolls comes to stand under it.
  if (paneOf(body) === body) body.scrollTop = far ? (record?.offsetTop ?? 0) - headOf(body) : 0;
  // A small screen: the whole page scrolls, and what has been opened comes into view.
  else (far ? record : panel)?.scrollIntoView();
}
