// Serialises grafana.ini. https://github.com/go-ini/ini parses it: a value in backticks is taken literally.

/** Values by section and key. */
export type Settings = Readonly<
  Record<string, Readonly<Record<string, string | number | boolean>>>
>;

/** Values without quotes and comment characters, which need no backticks. */
const PLAIN = /^[\w./:@,%*+=~-]+( [\w./:@,%*+=~-]+)*$/;

const formatSetting = (value: string | number | boolean): string =>
  typeof value === "string" && !PLAIN.test(value) ? `\`${value}\`` : String(value);

const sortedEntries = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** Text of grafana.ini. Sections and keys are sorted, so that equal settings give equal text. */
export const toIni = (settings: Settings): string =>
  sortedEntries(settings)
    .map(([section, values]) =>
      [
        `[${section}]`,
        ...sortedEntries(values).map(([key, value]) => `${key} = ${formatSetting(value)}`),
        "",
      ].join("\n"),
    )
    .join("\n");

/** Both settings, merged key by key; `last` takes precedence. */
export const merged = (first: Settings, last: Settings): Settings =>
  Object.fromEntries(
    [...new Set([...Object.keys(first), ...Object.keys(last)])].map((section) => [
      section,
      { ...first[section], ...last[section] },
    ]),
  );
