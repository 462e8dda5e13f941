// Compares a written object with the server's: every written field must be there, more are allowed.
import { isDeepStrictEqual } from "node:util";

/** Placeholders in a rendering: only their presence is compared. */
const isPlaceholder = (path: string, written: unknown): boolean =>
  written === "[secret]" || /^(\/stringData\/|\/data\/)/.test(path) || SUM_OF_SECRET.test(path);

/** The checksum of a text with credentials in it. */
const SUM_OF_SECRET = /\/annotations\/checksum\/objstore$/;

/** The expiry of a certificate in Unix seconds, which a rendering does not have. */
const END = /vector\(\d+\)/g;
const RULE = /^\/spec\/groups\/\d+\/rules\/\d+\//;

const sameButForEnds = (path: string, written: unknown, live: unknown): boolean =>
  RULE.test(path) &&
  typeof written === "string" &&
  typeof live === "string" &&
  written.replaceAll(END, "") === live.replaceAll(END, "");

/** API servers drop empty lists, empty annotations, and false flags. */
const isDropped = (path: string, written: unknown): boolean =>
  (path.endsWith("/readOnly") && written === false) ||
  (Array.isArray(written) && written.length === 0) ||
  (path.endsWith("/annotations") && isDeepStrictEqual(written, {}));

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The differences, each with its path; none if `live` has all fields of `written`. */
export function missing(written: unknown, live: unknown, path = ""): string[] {
  if (live === undefined) {
    return isDropped(path, written) ? [] : [`${path} is not there`];
  }
  if (isMap(written) && isMap(live)) {
    return Object.entries(written).flatMap(([key, value]) =>
      missing(value, live[key], `${path}/${key}`),
    );
  }
  if (Array.isArray(written) && Array.isArray(live)) {
    // An additional item is a difference too, since lists are written as a whole.
    return written.length === live.length
      ? written.flatMap((value, i) => missing(value, live[i], `${path}/${String(i)}`))
      : [`${path} has ${String(live.length)} items, not ${String(written.length)}`];
  }
  return isPlaceholder(path, written) ||
    sameButForEnds(path, written, live) ||
    isDeepStrictEqual(written, live)
    ? []
    : [`${path} is ${JSON.stringify(live)}, not ${JSON.stringify(written)}`];
}
