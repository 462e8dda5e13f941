// A bucket at a server whose certificate a private CA signed: its clients trust that CA, on both sides of the fleet.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { OTHER_CA } from "../../../tools/render/certificates";
import { observerOutputs } from "../../../tools/render/references";
import type { Recorded } from "../../../tools/render/recorded";
import { field } from "../../policy/objects";
import { OBSERVEE, OBSERVER, store, type ConfigObject } from "../../support/configs";
import { run, runShowingSecrets, unlessFailed } from "../../support/fleet";
import { called, FULL } from "../../support/stacks";

const withCa = (config: ConfigObject, serverName?: string): ConfigObject =>
  store(config, {
    ...{ create: false, bucket: "metrics-of-its-own" },
    tls: { caPem: OTHER_CA, ...(serverName === undefined ? {} : { serverName }) },
  });
const references = { [FULL("observer")]: observerOutputs(["paris"]) };

const secretIn = (resources: readonly Recorded[], name: string): Record<string, string> =>
  Object(
    resources.find((one) => one.name === name && one.type.endsWith(":Secret"))?.inputs[
      "stringData"
    ],
  );
const tlsOf = (files: Record<string, string>): unknown =>
  field(parse(files["objstore.yaml"] ?? ""), "config", "http_config", "tls_config");

describe("a bucket at a server with a CA of one's own", () => {
  for (const [what, serverName, expected] of [
    ["the endpoint's host", undefined, "s3.example.com"],
    ["the name that is given", "s3.internal", "s3.internal"],
  ] as const) {
    it(`is known by that CA, under ${what}`, async () => {
      const { resources } = await runShowingSecrets(withCa(OBSERVEE, serverName), references);
      const files = secretIn(resources, "observee-metrics-objstore");
      assert.equal(files["ca.crt"], OTHER_CA);
      assert.deepEqual(tlsOf(files), {
        ca_file: "/etc/thanos/objstore/ca.crt",
        server_name: expected,
      });
    });
  }

  it("is spoken to by the sidecar, which finds the CA beside its configuration", async () => {
    const recording = unlessFailed(await run(withCa(OBSERVEE), references, "observee"));
    const { inputs } = called(recording, "observee-metrics-prometheus");
    assert.deepEqual(field(inputs, "spec", "thanos", "volumeMounts"), [
      { name: "objstore", mountPath: "/etc/thanos/objstore", readOnly: true },
    ]);
  });

  it("is in the outputs for the observer, whose Store Gateway then trusts it too", async () => {
    const { outputs } = unlessFailed(await run(withCa(OBSERVEE), references, "observee"));
    const { resources } = await runShowingSecrets(OBSERVER, { [FULL("paris")]: outputs });
    const files = secretIn(resources, "observer-objstore-paris");
    assert.equal(files["ca.crt"], OTHER_CA);
    assert.deepEqual(tlsOf(files), {
      ca_file: "/etc/thanos/objstore/ca.crt",
      server_name: "s3.example.com",
    });
    assert.equal(secretIn(resources, "observer-metrics-objstore")["ca.crt"], undefined);
  });
});
