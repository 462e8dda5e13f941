// Parses Kubernetes quantities of bytes.

const UNITS: Readonly<Record<string, number>> = {
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Whole mebibytes of a quantity such as `500Mi` or `2G`, rounded down; NaN if it is not valid. */
export function mebibytes(quantity: string): number {
  const [, count, unit = ""] = /^(\d+)([A-Z]i?)$/.exec(quantity) ?? [];
  return Math.floor((Number(count) * (UNITS[unit] ?? NaN)) / 2 ** 20);
}
