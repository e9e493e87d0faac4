// Where marks and their labels stand, in pixels. Pure: the same input gives the same layout on every machine.
//
// Marks that would touch are stacked in one column beside their points, from north to south. A column is never
// longer than can be read, nor a mark farther from its point than the eye follows a line: whoever finds no room then
// is folded, a dot on its point, until the map is nearer. Labels stand beside their marks, where they meet no mark,
// no other label and no obstacle. What fits nowhere is not shown.

export interface Item {
  /** the place's true point, in pixels of the view */
  x: number;
  y: number;
  /** size of its label in pixels */
  width: number;
  height: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Slot {
  /** centre of the mark, in pixels of the view */
  x: number;
  y: number;
  /** the label's box, or null where it finds no room */
  label: Box | null;
  /** whether the mark stands away from its true point */
  moved: boolean;
  /** whether it is a dot on its point, without number and label */
  folded: boolean;
}

export interface Options {
  /** width and height of a mark in pixels, its ring included */
  mark: number;
  /** width and height of what is touched around a mark; no two of them meet. None is smaller than the mark */
  target?: number;
  /** between marks of a stack, and between a mark and its label, in pixels */
  gap: number;
  width: number;
  height: number;
  /** boxes that labels must leave free */
  obstacles?: readonly Box[];
  /** the item that is never folded and always has its label, such as the chosen place; -1 for none */
  first?: number;
  /** the items that choose after it, such as further places of the chosen event */
  next?: readonly number[];
  /** boxes that labels leave free where another of their places is free, too */
  unwanted?: ((box: Box) => boolean) | undefined;
}

/** Marks in one column; more cannot be told from their points. */
const MOST_MARKS = 6;
/** Between a mark and its true point, in widths of a mark. */
const MOST_AWAY = 3.8;
/** Between the points of a stack and its column, in widths of a mark: room for the lines that join them. */
const ASIDE = 0.5;
/** Width and height of a folded mark's dot, in widths of a mark. */
const DOT = 0.353;
/** Between a label that was pushed back into the view and its edge, in pixels. */
const EDGE = 4;

/** A slot for each item, in the order given; `first` chooses first, then earlier items before later ones. */
export function layOut(items: readonly Item[], options: Options): Slot[] {
  const { first = -1, next = [] } = options;
  const slots: Slot[] = items.map(({ x, y }) => ({ x, y, label: null, moved: false, folded: true }));
  const stacks = stack(items, options);
  for (const group of stacks) {
    for (const [row, index] of group.members.entries()) {
      const [slot, item] = [slots[index], items[index]];
      if (!slot || !item) continue;
      slot.folded = false;
      slot.x = group.x;
      slot.y = rowY(group, row, options);
      slot.moved = Math.hypot(slot.x - item.x, slot.y - item.y) > 1;
    }
  }
  const dots = slots.flatMap(({ folded, x, y }) => (folded ? [dotAt(x, y, options)] : []));
  const taken = [...(options.obstacles ?? []), ...stacks.map((group) => columnBox(group, options)), ...dots];
  const isFree = (box: Box): boolean =>
    box.x >= 0 &&
    box.y >= 0 &&
    box.x + box.width <= options.width &&
    box.y + box.height <= options.height &&
    !taken.some((other) => overlap(box, other));
  const own = (group: Stack): number =>
    group.members.includes(first) ? 0 : group.members.some((index) => next.includes(index)) ? 1 : 2;
  for (const group of stacks.toSorted((one, other) => own(one) - own(other))) {
    const kept = mostOf(candidates(group, items, options), isFree, options.unwanted);
    for (const [row, index] of group.members.entries()) {
      const slot = slots[index];
      const box = kept[row];
      if (slot && box) slot.label = box;
    }
    const chosen = own(group) === 0 ? slots[first] : undefined;
    const item = items[first];
    if (chosen && item && !chosen.label) {
      chosen.label = pushed(chosen, item, options, [...taken, ...kept.filter((box) => box !== null)]);
      // Of its own column it may cover what cannot be read at the same time.
      for (const index of group.members) {
        const other = slots[index];
        if (other?.label && index !== first && overlap(other.label, chosen.label)) other.label = null;
      }
    }
    for (const index of group.members) {
      const label = slots[index]?.label;
      if (label) taken.push(label);
    }
  }
  return slots;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

interface Stack {
  /** from top to bottom */
  members: number[];
  /** middle of the column */
  x: number;
  y: number;
  /** whether the column stands to the right of its points */
  right: boolean;
  /** what it takes up: the column, and the points that its lines lead to */
  ground: Box[];
}

/** Columns that do not touch, of the items that have one. */
function stack(items: readonly Item[], options: Options): Stack[] {
  const { first = -1, next = [] } = options;
  const rank = (index: number): number => (index === first ? 2 : Number(next.includes(index)));
  const order = items.map((_, index) => index).sort((a, b) => rank(b) - rank(a));
  let stacks: Stack[] = [];
  for (const index of order) {
    let grown = column([index], items, options);
    let rest = stacks;
    for (;;) {
      const { ground } = grown;
      const touched = rest.find((other) =>
        other.ground.some((box) => ground.some((own) => overlap(box, own))),
      );
      if (!touched) {
        stacks = [...rest, grown];
        break;
      }
      grown = column([...grown.members, ...touched.members], items, options);
      rest = rest.filter((other) => other !== touched);
      if (!isLegible(grown, items, options)) break;
    }
  }
  return stacks.sort((a, b) => Math.min(...a.members) - Math.min(...b.members));
}

function column(given: readonly number[], items: readonly Item[], options: Options): Stack {
  const points = given.flatMap((index) => items[index] ?? []);
  const xs = points.map(({ x }) => x);
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  if (points.length === 1) {
    const single = { members: [...given], x: xs[0] ?? 0, y, right: true };
    return { ...single, ground: [columnBox(single, options, targetOf(options))] };
  }
  // From north to south, so that no lines cross; what is at one height goes by its number.
  const top = Math.min(...points.map((point) => point.y));
  const step = (index: number): number => Math.round(((items[index]?.y ?? top) - top) / options.mark);
  const members = given.toSorted((a, b) => step(a) - step(b) || a - b);
  const aside = options.mark * (0.5 + ASIDE);
  const widest = Math.max(...points.map(({ width }) => width));
  const reach = Math.max(...xs) + aside + options.mark / 2 + options.gap + widest;
  const right = reach <= options.width;
  const x = right ? Math.max(...xs) + aside : Math.min(...xs) - aside;
  // A column of points in the view stays in the view.
  const half = (members.length * pitch(options) - options.gap) / 2;
  const inView = y >= 0 && y <= options.height && 2 * half <= options.height;
  const floor = inView ? floorAt(x, y, options) : options.height;
  const middle = inView ? Math.max(Math.min(y, floor - half), half) : y;
  const group = { members, x, y: middle, right };
  const dots = points.map((point) => dotAt(point.x, point.y, options));
  return { ...group, ground: [columnBox(group, options, targetOf(options)), ...dots] };
}

/** How far down a column may reach: to the view's end, or to what lies below its points there. */
function floorAt(x: number, y: number, { mark, gap, height, obstacles = [] }: Options): number {
  const below = obstacles.filter(
    (box) => box.y > y && box.x < x + mark / 2 && x - mark / 2 < box.x + box.width,
  );
  return Math.min(height, ...below.map((box) => box.y - gap));
}

function dotAt(x: number, y: number, { mark }: Options): Box {
  const size = DOT * mark;
  return { x: x - size / 2, y: y - size / 2, width: size, height: size };
}

function isLegible(group: Stack, items: readonly Item[], options: Options): boolean {
  return (
    group.members.length <= MOST_MARKS &&
    group.members.every((index, row) => {
      const item = items[index];
      return (
        item && Math.hypot(group.x - item.x, rowY(group, row, options) - item.y) <= MOST_AWAY * options.mark
      );
    })
  );
}

type Column = Pick<Stack, "members" | "x" | "y">;

function targetOf({ mark, target = 0 }: Options): number {
  return Math.max(mark, target);
}

/** From the middle of a mark to that of the next below it. */
function pitch(options: Options): number {
  return Math.max(options.mark + options.gap, targetOf(options));
}

function rowY(group: Column, row: number, options: Options): number {
  return group.y + (row - (group.members.length - 1) / 2) * pitch(options);
}

/** What the marks of a column take up, or what is touched around them. */
function columnBox(group: Column, options: Options, width = options.mark): Box {
  const height = (group.members.length - 1) * pitch(options) + width;
  return { x: group.x - width / 2, y: group.y - height / 2, width, height };
}

/**
 * Imhof's order: right first, then left; a single mark also takes above and below. Where labels are taller than their
 * rows, that of a column's first row may reach up, and that of its last down.
 */
function candidates(group: Stack, items: readonly Item[], options: Options): Box[][] {
  const side = options.mark / 2 + options.gap;
  const rows = group.members.map((index, row) => ({ item: items[index], y: rowY(group, row, options) }));
  const beside = (right: boolean, reach = 0): Box[] =>
    rows.map(({ item, y }, row) => {
      const { width, height } = item ?? { width: 0, height: 0 };
      const end = row === 0 ? -reach : row === rows.length - 1 ? reach : 0;
      const top = y - height / 2 + (end * Math.max(0, height - pitch(options))) / 2;
      return { x: right ? group.x + side : group.x - side - width, y: top, width, height };
    });
  const single = rows.length === 1 ? rows[0]?.item : undefined;
  if (!single) return [0, 1].flatMap((reach) => [beside(group.right, reach), beside(!group.right, reach)]);
  const centred = (y: number): Box[] => [
    { x: group.x - single.width / 2, y, width: single.width, height: single.height },
  ];
  return [beside(true), beside(false), centred(group.y - side - single.height), centred(group.y + side)];
}

/** The labels of the candidate that has most of them free, then of the one with fewest unwanted, then of the first. */
function mostOf(
  choices: readonly Box[][],
  isFree: (box: Box) => boolean,
  unwanted: (box: Box) => boolean = () => false,
): (Box | null)[] {
  let best: (Box | null)[] = [];
  let most = 0;
  for (const choice of choices) {
    const kept: (Box | null)[] = [];
    for (const box of choice) {
      // A label taller than its row gives way to those above it.
      const fits = isFree(box) && !kept.some((other) => other && overlap(box, other));
      kept.push(fits ? box : null);
    }
    const boxes = kept.filter((box) => box !== null);
    // An unwanted place counts for less than any number of labels.
    const worth = boxes.length - boxes.filter(unwanted).length / 100;
    if (worth > most) [best, most] = [kept, worth];
  }
  return best;
}

/** The label beside, below or above its mark, pushed back into the view, where it covers least. */
export function pushed(slot: Slot, item: Item, options: Options, taken: readonly Box[]): Box {
  const side = options.mark / 2 + options.gap;
  const { width, height } = item;
  const inside = (box: Box): Box => ({
    ...box,
    x: Math.max(EDGE, Math.min(box.x, options.width - width - EDGE)),
    y: Math.max(EDGE, Math.min(box.y, options.height - height - EDGE)),
  });
  const own = { x: slot.x - side, y: slot.y - side, width: 2 * side, height: 2 * side };
  const covered = (box: Box): number => [own, ...taken].reduce((sum, other) => sum + shared(box, other), 0);
  const around = [
    { x: slot.x + side, y: slot.y - height / 2, width, height },
    { x: slot.x - side - width, y: slot.y - height / 2, width, height },
    { x: slot.x - width / 2, y: slot.y + side, width, height },
    { x: slot.x - width / 2, y: slot.y - side - height, width, height },
  ].map(inside);
  return around.reduce((best, box) => (covered(box) < covered(best) ? box : best));
}

function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
