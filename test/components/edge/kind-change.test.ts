// From one kind of edge to another: until the end of the `up` the old way in is still there, before the new pods.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../../tools/render/recorded";
import { pods, selects, services } from "../../policy/objects";
import { stack } from "../../support/fleet";

/** Who asks for the certificate: the leaf Query itself, or the controller before it. */
const KINDS = {
  loadBalancer: { stack: "observee", asks: "leaf" },
  nodePort: { stack: "edge-node-port", asks: "leaf" },
  ingress: { stack: "ingress", asks: "controller" },
  traefik: { stack: "traefik", asks: "controller" },
  gateway: { stack: "gateway", asks: "controller" },
} as const;

type Kind = keyof typeof KINDS;

const GRPC = /^grpc/;

/** The pods' ports to which Services of `before` lead for StoreAPI, among the pods of `after`. */
const reached = (before: readonly Recorded[], after: readonly Recorded[]): string[] =>
  services(before)
    .filter(({ metadata }) => /^thanos-(edge|query-leaf)/.test(metadata.name))
    .flatMap(({ metadata, spec }) =>
      pods(after)
        .filter(({ labels }) => selects(spec.selector, labels))
        .flatMap(({ ports }) =>
          spec.ports
            .filter(({ name, targetPort }) => GRPC.test(name) && ports.includes(targetPort))
            .map(({ targetPort }) => `${metadata.name} reaches ${targetPort}`),
        ),
    );

const recorded = async (kind: Kind) => (await stack(KINDS[kind].stack)).resources;
const all = Object.keys(KINDS) as Kind[];

describe("a change to another kind of edge", () => {
  for (const before of all) {
    for (const after of all.filter((kind) => KINDS[kind].asks !== KINDS[before].asks)) {
      it(`leaves no path from ${before} to the pods of ${after}`, async () => {
        assert.notDeepEqual(reached(await recorded(before), await recorded(before)), []);
        assert.deepEqual(reached(await recorded(before), await recorded(after)), []);
      });
    }
  }

  for (const before of all) {
    for (const after of all.filter((kind) => kind !== before)) {
      it(`of ${before} creates no object for ${after} under a name that is still in use`, async () => {
        const keyOf = ({ inputs, type, name }: Recorded) => ({
          object: `${String(inputs["kind"])} ${String(Object(inputs["metadata"]).name)}`,
          resource: `${type} ${name}`,
        });
        const there = (await recorded(before)).map(keyOf);
        const taken = (await recorded(after))
          .filter(({ type }) => type.startsWith("kubernetes:"))
          .map(keyOf)
          .filter(({ object, resource }) =>
            there.some((one) => one.object === object && one.resource !== resource),
          );
        assert.deepEqual(taken, []);
      });
    }
  }
});
