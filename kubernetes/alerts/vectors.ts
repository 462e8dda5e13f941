// A PromQL expression for a list of constant series, so that a list of names is data of one rule, not a rule each.

/** A constant series: its value, and the value of its only label. */
export interface ConstantSeries {
  readonly value: number;
  readonly name: string;
}

/** PromQL for one series per name, with the value 1 and the name in `label`; see `constantSeries`. */
export const constantNames = (label: string, names: readonly string[]): string =>
  constantSeries(
    label,
    names.map((name) => ({ name, value: 1 })),
  );

const series = (label: string, { value, name }: ConstantSeries): string =>
  `label_replace(vector(${String(value)}),"${label}","${name}","","")`;

/**
 * PromQL for one series per entry, with the entry's name in `label`; names must have no `$` and no quotes. The operands
 * of `or` are paired as a tree: a chain would compare each series with all before it. Without entries the expression
 * has no result.
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
