// Number of random cases for each property test.

/** Set by `npm run test:full`. */
export const FULL = process.env["TEST_FULL"] === "1";

/** All of them in `npm run test:full`; a twentieth in `npm test`, which has to be fast. */
export const samples = (all: number): number => (FULL ? all : Math.ceil(all / 20));
