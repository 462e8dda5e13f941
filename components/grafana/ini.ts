// Text of grafana.ini. https://github.com/go-ini/ini reads it: between backticks a value is taken as it stands.

/** Values by key, by section. */
export type Settings = Readonly<
  Record<string, Readonly<Record<string, string | number | boolean>>>
>;

/** What needs no backticks: neither a comment's beginning nor a quote is in it. */
const PLAIN = /^[\w./:@,%*+=~-]+( [\w./:@,%*+=~-]+)*$/;

const shown = (value: string | number | boolean): string =>
  typeof value === "string" && !PLAIN.test(value) ? `\`${value}\`` : String(value);

const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** The same text for the same settings. */
export const toIni = (settings: Settings): string =>
  byName(settings)
    .map(([section, values]) =>
      [
        `[${section}]`,
        ...byName(values).map(([key, value]) => `${key} = ${shown(value)}`),
        "",
      ].join("\n"),
    )
    .join("\n");

/** The later one has the last word, key by key. */
export const merged = (first: Settings, last: Settings): Settings =>
  Object.fromEntries(
    [...new Set([...Object.keys(first), ...Object.keys(last)])].map((section) => [
      section,
      { ...first[section], ...last[section] },
    ]),
  );
