// Where marks and their labels stand, in pixels. Pure: the same input gives the same layout on every machine.
//
// Marks that would touch are stacked into one column, in the order of their numbers; labels then stand beside
// their marks, where they meet no mark, no other label and no obstacle. What fits nowhere is not shown.

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
}

export interface Options {
  /** width and height of a mark in pixels, its ring included */
  mark: number;
  /** between marks of a stack, and between a mark and its label, in pixels */
  gap: number;
  width: number;
  height: number;
  /** boxes that labels must leave free */
  obstacles?: readonly Box[];
}

/** A slot for each item, in the order given; earlier items choose first. */
export function layOut(items: readonly Item[], options: Options): Slot[] {
  const stacks = stack(items, options);
  const slots: Slot[] = items.map((item) => ({ x: item.x, y: item.y, label: null, moved: false }));
  for (const group of stacks) {
    group.members.forEach((index, row) => {
      const slot = slots[index];
      const item = items[index];
      if (!slot || !item) return;
      slot.x = group.x;
      slot.y = rowY(group, row, options);
      slot.moved = Math.hypot(slot.x - item.x, slot.y - item.y) > 1;
    });
  }
  const taken: Box[] = [...(options.obstacles ?? []), ...stacks.map((group) => columnBox(group, options))];
  const inView = (box: Box): boolean =>
    box.x >= 0 && box.y >= 0 && box.x + box.width <= options.width && box.y + box.height <= options.height;
  for (const group of stacks) {
    const choice = candidates(group, items, options).find(
      (boxes) => boxes.every(inView) && !boxes.some((box) => taken.some((other) => overlap(box, other))),
    );
    if (!choice) continue;
    // A label taller than its row gives way to those above it.
    const kept: Box[] = [];
    group.members.forEach((index, row) => {
      const slot = slots[index];
      const box = choice[row];
      if (!slot || !box || kept.some((other) => overlap(box, other))) return;
      kept.push(box);
      slot.label = box;
    });
    taken.push(...kept);
  }
  return slots;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

interface Stack {
  members: number[];
  x: number;
  y: number;
}

function stack(items: readonly Item[], options: Options): Stack[] {
  let stacks: Stack[] = items.map((item, index) => ({ members: [index], x: item.x, y: item.y }));
  for (;;) {
    const pair = touching(stacks, options);
    if (!pair) return stacks;
    const [one, two] = pair;
    const members = [...one.members, ...two.members].sort((a, b) => a - b);
    const joined: Stack = { members, x: mean(members, items, "x"), y: mean(members, items, "y") };
    stacks = stacks.filter((group) => group !== one && group !== two);
    stacks.push(joined);
    stacks.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
  }
}

function touching(stacks: readonly Stack[], options: Options): [Stack, Stack] | null {
  for (let i = 0; i < stacks.length; i++) {
    for (let j = i + 1; j < stacks.length; j++) {
      const one = stacks[i];
      const two = stacks[j];
      if (one && two && overlap(columnBox(one, options), columnBox(two, options))) return [one, two];
    }
  }
  return null;
}

function mean(members: readonly number[], items: readonly Item[], axis: "x" | "y"): number {
  return members.reduce((sum, index) => sum + (items[index]?.[axis] ?? 0), 0) / members.length;
}

function rowY(group: Stack, row: number, { mark, gap }: Options): number {
  return group.y + (row - (group.members.length - 1) / 2) * (mark + gap);
}

function columnBox(group: Stack, { mark, gap }: Options): Box {
  const height = group.members.length * (mark + gap) - gap;
  return { x: group.x - mark / 2, y: group.y - height / 2, width: mark, height };
}

/** Imhof's order: right first, then left; a single mark also takes above and below. */
function candidates(group: Stack, items: readonly Item[], options: Options): Box[][] {
  const side = options.mark / 2 + options.gap;
  const rows = group.members.map((index, row) => ({ item: items[index], y: rowY(group, row, options) }));
  const beside = (right: boolean): Box[] =>
    rows.map(({ item, y }) => {
      const { width, height } = item ?? { width: 0, height: 0 };
      return { x: right ? group.x + side : group.x - side - width, y: y - height / 2, width, height };
    });
  const single = rows.length === 1 ? rows[0]?.item : undefined;
  if (!single) return [beside(true), beside(false)];
  const centred = (y: number): Box[] => [
    { x: group.x - single.width / 2, y, width: single.width, height: single.height },
  ];
  return [beside(true), beside(false), centred(group.y - side - single.height), centred(group.y + side)];
}
