// A PromQL expression for a list of constant series, so that a list of names is data of one rule, not a rule each.

/** A constant series: a value with one label. */
export interface ConstantSeries {
  readonly value: number;
  readonly name: string;
}

/** The same for names alone: the value is 1. */
export const constantNames = (label: string, names: readonly string[]): string =>
  constantSeries(
    label,
    names.map((name) => ({ name, value: 1 })),
  );

const series = (label: string, { value, name }: ConstantSeries): string =>
  `label_replace(vector(${String(value)}),"${label}","${name}","","")`;

/**
 * One series per entry, named by `label`; names must be plain (no `$`, no quotes). The operands of `or` are paired as a
 * tree, since a chain compares each of n series with all before it. No entries give an expression without a result.
 */
export function constantSeries(label: string, entries: readonly ConstantSeries[]): string {
  const [first] = entries;
  if (first === undefined) {
    return "vector(1) < 0";
  }
  if (entries.length === 1) {
    return series(label, first);
  }
  const half = Math.ceil(entries.length / 2);
  const halves = [entries.slice(0, half), entries.slice(half)];
  return `(${halves.map((some) => constantSeries(label, some)).join(" or ")})`;
}
