// Bad input about Receive and about clusters that push, each with the whole sentence that is said of it.
import * as assert from "node:assert/strict";
import { AWS_STORE, OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "../../support/configs";
import { messagesOf } from "../../support/judged";

const received = (receive: unknown) => withKeys(OBSERVER, { receive });
const pushing = (other: ConfigObject) =>
  withKeys(OBSERVEE, { exposure: { kind: "remoteWrite" }, ...other });
const onAws = withKeys(received({}), {
  ...{ ...AWS_STORE, objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
});

type Row = readonly [config: ConfigObject, says: string];

const ROWS: readonly Row[] = [
  [
    received({ replicationFactor: 2 }),
    "receive.replicationFactor is 2, but must be 1 or 3: with 2, every write would need both copies; use 3",
  ],
  [
    received({ replicas: 2 }),
    "receive.replicationFactor is 3, but there are only 2 replicas, and each stores one copy; use 1, or 3 replicas",
  ],
  [
    received({ retention: "5h" }),
    'receive.retention is "5h", but must be at least 6h, or an outage of the object store loses blocks; use for example "2d"',
  ],
  [
    received({ exposure: { kind: "loadBalancer", sourceRanges: ["10.1.2.3/8"] } }),
    'receive.exposure.sourceRanges[0] is "10.1.2.3/8", but must be an IPv4 or IPv6 range that begins with its own address; ' +
      'use for example "203.0.113.7/32", "10.0.0.0/8" for all that begin with 10, or "2001:db8::/32"',
  ],
  [
    received({ replica: 3 }),
    'receive.replica is not one of ca, exposure, replicas, replicationFactor, retention, storage; did you mean "replicas"?',
  ],
  [
    onAws,
    "objectStore.auth.roleArns.receive is required if receive is configured and IAM roles are used; name a role that may list, read and write the bucket, or remove receive",
  ],
  ...["ingress", "traefik", "gateway"].map((kind): Row => [
    received({ exposure: { kind, hostname: "receive.example.com" } }),
    `receive.exposure.kind is "${kind}", but must be "loadBalancer" or "nodePort": Receive takes a writer's name from its certificate, ` +
      "which an edge that terminates TLS would not pass on; name one of them",
  ]),
  [
    pushing({ serverName: "paris.example.com" }),
    'serverName is "paris.example.com", but a cluster that remote-writes has no server; remove serverName',
  ],
  [
    pushing({ serverCertificate: { issuer: "supplied", secretName: "edge" } }),
    'serverCertificate.issuer is "supplied", but a cluster that remote-writes needs a CA of its own: ' +
      'with another CA, every certificate that it signs could write in this cluster\'s name; use "self", or remove serverCertificate',
  ],
  [
    pushing({
      externalPrometheus: { namespace: "monitoring", sidecar: "sidecar.monitoring.svc:10901" },
    }),
    'exposure.kind is "remoteWrite", but with externalPrometheus no Prometheus is deployed that could remote-write; choose another exposure',
  ],
  [
    pushing({
      ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
      objectStore: { kind: "inCluster", exposure: { kind: "loadBalancer" } },
    }),
    'objectStore.kind is "inCluster", but the observer cannot reach this cluster, so it cannot read a store in it; use a store that both clusters reach',
  ],
  [
    pushing({ exposure: { kind: "remoteWrite", port: 443 } }),
    "exposure.port is not one of kind; remove it",
  ],
  [
    pushing({ exposure: { kind: "remotewrite" } }),
    'exposure.kind is "remotewrite", but must be "loadBalancer", "nodePort", "ingress", "traefik", "gateway" or "remoteWrite"; name one of them',
  ],
];

describe("bad input about Receive", () => {
  it("is invalid: the same configuration without the error is accepted without a warning", () => {
    assert.deepEqual([...messagesOf(received({})), ...messagesOf(pushing({}))], []);
  });

  for (const [config, says] of ROWS) {
    it(says.length > 90 ? `${says.slice(0, 90)}…` : says, () => {
      assert.deepEqual(messagesOf(config), [says]);
    });
  }
});
