// How the base map looks: a theme's colours, widths and rules for names, and how they follow the zoom.

/** [zoom, value] in rising order of zoom; between two stops the value runs straight, outside them it stays. */
export type Stops = readonly (readonly [zoom: number, value: number])[];

export type NameKind =
  | "country"
  | "region"
  | "sea"
  | "bay"
  | "lake"
  | "river"
  | "island"
  | "cape"
  | "peak"
  | "city"
  | "town"
  | "village"
  | "district"
  | "landmark"
  | "street";

type NameColour = "waterName" | "countryName" | "townName" | "quietName" | "streetName";

export interface NameStyle {
  face: "serif" | "sans";
  weight: 400 | 600;
  italic?: boolean;
  upper?: boolean;
  colour: NameColour;
  /** between letters, in pixels */
  spacing: number;
  /** in pixels */
  size: Stops;
  /** how many times their size the dot and the edges of its letters have; 1 where it is not said */
  times?: number;
}

type Colour =
  | "sea"
  | "seaNear"
  | "land"
  | "high"
  | "shade"
  | "light"
  | "lake"
  | "river"
  | "urban"
  | "shore"
  | "border"
  | "firstOrder"
  | "halo"
  | "dot"
  | "green"
  | "sand"
  | "building"
  | "buildingEdge"
  | "road"
  | "roadMain"
  | "roadCase"
  | "roadLine"
  | "rail"
  | NameColour;

export type Palette = Readonly<Record<Colour, string>>;

/** Kinds of road, the widest first. */
export const ROADS = [
  "motorway",
  "trunk",
  "primary",
  "secondary",
  "tertiary",
  "minor",
  "service",
  "path",
] as const;

export type RoadClass = (typeof ROADS)[number];

/** A theme's `*.map.json`. */
export interface MapTheme {
  light: Palette;
  dark: Palette;
  /** widths in pixels */
  lines: Readonly<Record<"shore" | "seaNear" | "river" | "border" | "casing" | "rail", Stops>>;
  /** widths in pixels; below its first stop a kind of road is not drawn */
  roads: Readonly<Record<RoadClass, Stops>>;
  /** opacity of the relief */
  relief: Stops;
  /** opacity of rivers, whose course is not known as finely as the coast */
  rivers: Stops;
  names: Readonly<Record<NameKind, NameStyle>>;
}

/** The theme for letters and lines of so many times their size. */
export function enlarged(theme: MapTheme, times: number): MapTheme {
  if (times === 1) return theme;
  const grown = (stops: Stops): Stops => stops.map(([zoom, value]) => [zoom, value * times]);
  const each = <Key extends string, Value>(
    table: Readonly<Record<Key, Value>>,
    to: (value: Value) => Value,
  ): Record<Key, Value> =>
    Object.fromEntries(Object.entries<Value>(table).map(([key, value]) => [key, to(value)])) as Record<
      Key,
      Value
    >;
  return {
    ...theme,
    lines: each(theme.lines, grown),
    roads: each(theme.roads, grown),
    names: each(theme.names, (style) => ({
      ...style,
      times,
      spacing: style.spacing * times,
      size: grown(style.size),
    })),
  };
}

export function at(stops: Stops, zoom: number): number {
  const next = stops.findIndex(([stop]) => stop > zoom);
  const [before, after] = [stops.at(next < 0 ? -1 : next - 1), stops[next]];
  if (next === 0 || !after) return (next === 0 ? after : before)?.[1] ?? 0;
  const [from, low] = before ?? after;
  return low + ((after[1] - low) * (zoom - from)) / (after[0] - from);
}

const FACES = {
  serif: '"Source Serif 4", "Noto Serif", Georgia, serif',
  sans: '"Noto Sans", system-ui, sans-serif',
};

/** The style as a canvas context takes it. */
export function fontOf({ italic, weight, face }: NameStyle, size_px: number): string {
  return `${italic ? "italic " : ""}${weight} ${size_px}px ${FACES[face]}`;
}
