// With what the observer reads a bucket of S3: what it has for one server is sent to no other.
import * as assert from "node:assert/strict";
import {
  grantedBuckets,
  observeeKeyPairErrors,
  credentialSource,
} from "../../../components/object-store/observee-store";
import type { ObjectStoreConfig } from "../../../components/object-store/config";
import { awsEndpoint } from "../../../components/object-store/spec";
import { observeeOutputs } from "../../support/contracts";

const s3 = (region: string, other: object): ObjectStoreConfig =>
  Object({
    ...{ kind: "s3", create: false, bucket: "metrics-observer", region, forceDestroy: false },
    ...other,
  });
const keys = { auth: { kind: "keys" } };
const roles = { auth: { kind: "irsa", oidcProviderArn: "arn" } };

const OBSERVERS = {
  "by a key pair at its own server": s3("us-east-1", { endpoint: "s3.example.com:9000", ...keys }),
  "by a key pair at Amazon": s3("eu-west-3", keys),
  "by roles at Amazon": s3("eu-west-3", roles),
  "by roles at Amazon in China": s3("cn-north-1", roles),
  "from a server in its cluster": Object({ kind: "inCluster" }) as ObjectStoreConfig,
};

const at = (endpoint: string, region = "us-east-1") =>
  ({ type: "S3", bucket: "metrics-paris", region, endpoint }) as const;
const amazon = (region: string) => at(awsEndpoint(region), region);

const BUCKETS = {
  "that server": at("s3.example.com:9000"),
  "that server by another port": at("s3.example.com:9001"),
  "another server": at("s3.corp.example:9000"),
  Amazon: amazon("us-west-2"),
  "Amazon in China": amazon("cn-north-1"),
  "Amazon by another of its names": at("s3.dualstack.eu-west-3.amazonaws.com", "eu-west-3"),
};

/** Where nothing stands a key pair is needed. */
const READ_BY: Record<keyof typeof OBSERVERS, Partial<Record<keyof typeof BUCKETS, string>>> = {
  "by a key pair at its own server": { "that server": "ownPair" },
  "by a key pair at Amazon": { Amazon: "ownPair", "Amazon by another of its names": "ownPair" },
  "by roles at Amazon": { Amazon: "role" },
  "by roles at Amazon in China": { "Amazon in China": "role" },
  "from a server in its cluster": {},
};

for (const [how, objectStore] of Object.entries(OBSERVERS)) {
  describe(`an observer that reads its own bucket ${how}`, () => {
    const wanted: Partial<Record<string, string>> = READ_BY[how as keyof typeof OBSERVERS];
    for (const [where, bucket] of Object.entries(BUCKETS)) {
      const by = wanted[where];
      it(`reads one at ${where} ${by === undefined ? "by a key pair for it only" : `by ${by}`}`, () => {
        const reader = { objectStore, observeeStoreKeys: {} };
        assert.equal(credentialSource(reader, "paris", bucket), by);
        assert.equal(
          observeeKeyPairErrors("paris", bucket, reader).length,
          by === undefined ? 1 : 0,
        );
        const withPair = { objectStore, observeeStoreKeys: { paris: {} } };
        assert.equal(credentialSource(withPair, "paris", bucket), "pair");
        assert.deepEqual(observeeKeyPairErrors("paris", bucket, withPair), []);
      });
    }
  });
}

describe("the role of an observer's Store Gateways", () => {
  it("is granted what it is used for: no bucket that a key pair is for, and none elsewhere", () => {
    const observee = (name: string, objectStore: ReturnType<typeof at>) => ({
      name,
      contract: { ...observeeOutputs(name), objectStore },
    });
    const granted = grantedBuckets(
      { objectStore: s3("eu-west-3", roles), observeeStoreKeys: { lyon: {}, nice: {} } },
      [
        observee("paris", amazon("eu-west-3")),
        observee("lyon", amazon("eu-west-3")),
        observee("nice", at("s3.corp.example:9000")),
        { name: "pending" },
      ],
    );
    assert.deepEqual(Object.keys(granted), ["paris"]);
  });
});
