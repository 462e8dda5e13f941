// What is in the Secrets: the right certificate with the right key, and for each bucket its own key pair.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { CLIENT_CA, LEAF, OTHER_CA } from "../../tools/render/certificates";
import { secretOf } from "../../tools/render/placeholders";
import { observerOutputs } from "../../tools/render/references";
import { observeeOutputs } from "../support/contracts";
import type { References } from "../../tools/render/recorder";
import { field } from "../policy/objects";
import { OBSERVEE, OBSERVER, SECURE, withKeys, type ConfigObject } from "../support/configs";
import { runShowingSecrets } from "../support/fleet";

const FULL = (name: string) => `organization/thanos-fleet/${name}`;
const CONNECTED: References = {
  [FULL("paris")]: { ...observeeOutputs("paris"), serverCa: OTHER_CA },
  [FULL("lyon")]: observeeOutputs("lyon"),
};
const TWO = ["paris", "lyon"].map((name) => ({ name, stack: FULL(name) }));
const observer = withKeys(OBSERVER, { observees: TWO });

/** The data of a Secret by its name in the cluster. */
async function dataOf(
  secret: string,
  config: ConfigObject,
  references = CONNECTED,
): Promise<Record<string, string>> {
  const { resources } = await runShowingSecrets(config, references);
  const found = resources.find(
    ({ inputs }) => inputs["kind"] === "Secret" && field(inputs, "metadata", "name") === secret,
  );
  return Object(found?.inputs["stringData"]);
}

/** The key pair, and how it is used, in an object store's Secret. */
async function bucketOf(secret: string, config: ConfigObject) {
  const read: unknown = parse((await dataOf(secret, config))["objstore.yaml"] ?? "");
  return ["bucket", "access_key", "insecure"].map((key) => field(read, "config", key));
}

describe("the observer's Secrets", () => {
  it("hold for each observee its own client certificate, key and server CA", async () => {
    assert.deepEqual(await dataOf("thanos-query-tls-paris", observer), {
      "tls.crt": LEAF,
      "tls.key": secretOf("observer-trust-paris-leaf-key"),
      "ca.crt": OTHER_CA,
    });
  });

  it("hold the key of the CA's generation, for which the certificate was asked", async () => {
    const clientCa = { generation: 2, phase: "stable" };
    const rotated = withKeys(OBSERVER, {
      observees: [{ name: "paris", stack: FULL("paris"), clientCa }],
    });
    const key = secretOf("observer-trust-paris-leaf-2-key");
    assert.equal((await dataOf("thanos-query-tls-paris", rotated))["tls.key"], key);
    const { resources } = await runShowingSecrets(rotated, CONNECTED);
    const request = resources.find(({ name }) => name === "observer-trust-paris-leaf-2-request");
    assert.equal(request?.inputs["privateKeyPem"], key);
  });

  it("hold the own key pair for the own bucket", async () => {
    assert.deepEqual(await bucketOf("thanos-objstore", observer), [
      "metrics-test",
      secretOf("objectStoreAccessKey"),
      false,
    ]);
  });

  it("hold for an observee's bucket the key pair that was given for it", async () => {
    const config = withKeys(observer, { observeeStoreKeys: SECURE });
    assert.deepEqual(await bucketOf("thanos-objstore-lyon", config), [
      "metrics-lyon",
      secretOf("lyon access key"),
      false,
    ]);
  });

  it("hold the own key pair for an observee's bucket where no other was given", async () => {
    assert.deepEqual(await bucketOf("thanos-objstore-lyon", observer), [
      "metrics-lyon",
      secretOf("objectStoreAccessKey"),
      false,
    ]);
  });

  it("speak plain HTTP to a store only where a test says so", async () => {
    const config = withKeys(observer, { unsafeForTests: { plaintextObjectStore: true } });
    assert.equal((await bucketOf("thanos-objstore-lyon", config))[2], true);
    assert.equal((await bucketOf("thanos-objstore", config))[2], true);
  });

  it("come from a CA that signs for one observee only", async () => {
    const { resources } = await runShowingSecrets(observer, CONNECTED);
    const signed = resources.filter(({ type }) => type.endsWith(":LocallySignedCert"));
    assert.deepEqual(
      signed.map(({ name, inputs }) => [name, inputs["caPrivateKeyPem"]]),
      ["lyon", "paris"].map((name) => [
        `observer-trust-${name}-leaf-cert`,
        secretOf(`observer-trust-${name}-ca-key`),
      ]),
    );
  });
});

describe("an observee's Secrets", () => {
  const references = {
    [FULL("observer")]: { ...observerOutputs([]), clientCa: { paris: [CLIENT_CA, OTHER_CA] } },
  };

  it("hold the observer's CAs for it, both while they change", async () => {
    assert.deepEqual(await dataOf("thanos-client-ca", OBSERVEE, references), {
      "ca.crt": CLIENT_CA + OTHER_CA,
    });
  });

  it("hold its own server certificate and key", async () => {
    assert.deepEqual(await dataOf("thanos-server-tls", OBSERVEE, references), {
      "tls.crt": LEAF,
      "tls.key": secretOf("observee-trust-leaf-key"),
    });
  });
});
