// How many random cases a property is tried on.

/** `npm run test:full` sets it. */
export const FULL = process.env["TEST_FULL"] === "1";

/** All of them in `npm run test:full`; a twentieth in `npm test`, which has to be quick. */
export const samples = (all: number): number => (FULL ? all : Math.ceil(all / 20));
