// A container of columns as Python writes it, and many invented places, for the tests.

export interface Column {
  name: string;
  type: "u8" | "u16" | "u32" | "i32" | "u56";
  delta?: boolean;
  values: readonly number[] | readonly bigint[];
}

const BYTES = { u8: 1, u16: 2, u32: 4, i32: 4, u56: 7 };

export function toContainer(columns: readonly Column[]): Uint8Array {
  const header = JSON.stringify(
    columns.map(({ name, type, delta = false, values }) => ({ name, type, length: values.length, delta })),
  );
  const text = new TextEncoder().encode(header.padEnd(Math.ceil(header.length / 4) * 4));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const planes = columns.flatMap(({ type, delta, values }) => {
    const width = BYTES[type];
    let before = 0n;
    const stored = [...values].map((value) => {
      const own = BigInt(value);
      const kept = BigInt.asUintN(8 * width, delta ? own - before : own);
      before = own;
      return kept;
    });
    return Array.from({ length: width }, (_, plane) =>
      Uint8Array.from(stored, (value) => Number((value >> BigInt(8 * plane)) & 255n)),
    );
  });
  const parts = [length, text, ...planes];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function mortonOf(x: number, y: number): bigint {
  let code = 0n;
  for (let bit = 0; bit < 26; bit++) {
    code |= BigInt((x >>> bit) & 1) << BigInt(2 * bit);
    code |= BigInt((y >>> bit) & 1) << BigInt(2 * bit + 1);
  }
  return code;
}
