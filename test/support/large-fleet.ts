// An observer of many observees, with values as long as real ones, and the sizes of its objects.
import { OTHER_CA } from "../../tools/render/certificates";
import type { Recorded } from "../../tools/render/recorded";
import { observeeOutputs } from "./contracts";
import { OBSERVER, SECURE, withKeys } from "./configs";
import { alertsOf, recordingsOf } from "./alerts";
import { runShowingSecrets } from "./fleet";

/** API servers keep an object of 1.5 MiB, the operator skips a PrometheusRule of 512 KiB. */
export const LIMITS = { rules: 200 * 1024, other: 700 * 1024 };

export interface Sizes {
  /** Bytes as JSON, by kind and name. */
  readonly objects: Readonly<Record<string, number>>;
  readonly rules: number;
}

/** The stacks of the fleet keep their outputs in `stack`: each observee calls or is called, and all send alerts. */
export async function sizesWith(observees: number): Promise<Sizes> {
  const names = Array.from({ length: observees }, (_, i) => `production-${String(1e8 + i)}`);
  const stack = (name: string) => `organization/thanos-fleet/${name}`;
  const references = names.map((name, i): [string, Readonly<Record<string, unknown>>] => {
    const { serverCa, ...outputs } = { ...observeeOutputs(name), address: undefined };
    const host = `a${"0123456789abcdef".repeat(3)}.elb.eu-central-1.amazonaws.com`;
    const connection =
      i % 2 === 0 ? { address: `${host}:${String(10_000 + i)}`, serverCa } : { writerCa: serverCa };
    return [stack(name), { ...outputs, ...connection, senderCa: OTHER_CA }];
  });
  const { resources } = await runShowingSecrets(
    withKeys(OBSERVER, {
      observees: names.map((name) => ({ name, stack: stack(name) })),
      observeeStoreKeys: SECURE,
      receive: { exposure: { kind: "loadBalancer" } },
      alertmanager: { edge: { exposure: { kind: "loadBalancer", port: 9443 } } },
      ruler: { groups: [{ name: "own", rules: [{ record: "a:b", expr: "vector(1)" }] }] },
      bucketWeb: {},
    }),
    Object.fromEntries(references),
  );
  return {
    objects: sizesOf(resources),
    rules: alertsOf(resources).length + recordingsOf(resources).length,
  };
}

const sizesOf = (resources: readonly Recorded[]): Record<string, number> =>
  Object.fromEntries(
    resources
      .filter(({ inputs }) => inputs["kind"] !== undefined)
      .map(({ name, inputs }) => [
        `${String(inputs["kind"])} ${name}`,
        Buffer.byteLength(JSON.stringify(inputs)),
      ]),
  );

/** Objects that are larger than they may be. */
export const tooLarge = (objects: Sizes["objects"]): string[] =>
  Object.entries(objects)
    .filter(([name, size]) => size > LIMITS[name.startsWith("PrometheusRule ") ? "rules" : "other"])
    .map(([name, size]) => `${name} has ${String(Math.ceil(size / 1024))} KiB`);

/** Sizes with `observees`, as they grow from a smaller fleet to a larger one. Leaves out what only one of them has. */
export const extrapolated = (
  [small, from]: readonly [Sizes, number],
  [large, to]: readonly [Sizes, number],
  observees: number,
): Sizes["objects"] =>
  Object.fromEntries(
    Object.entries(large.objects).flatMap(([name, size]) => {
      const before = small.objects[name];
      return before === undefined
        ? []
        : [[name, size + ((size - before) / (to - from)) * (observees - to)]];
    }),
  );
