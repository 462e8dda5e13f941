// What is configured reaches every key, certificate and provider.
import * as assert from "node:assert/strict";
import { observeeOutputs as outputsAt, observerOutputs } from "../../../tools/render/references";
import { awsEndpoint } from "../../../components/object-store/spec";
import { observeeOutputs } from "../../support/contracts";
import type { Recording } from "../../../tools/render/recorder";
import { certificatesIn } from "../../support/alerts";
import { AWS_STORE, OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "../../support/configs";
import { field } from "../../policy/objects";
import { run, stack, unlessFailed } from "../../support/fleet";
import { FULL, called, observerOf } from "../../support/stacks";

const REFERENCES = {
  [FULL("observer")]: observerOutputs(["paris"]),
  [FULL("paris")]: observeeOutputs("paris"),
  [FULL("lyon")]: observeeOutputs("lyon"),
};
const certificates = { curve: "P384", leafDays: 30, caDays: 365 };

/** An `up` of a role that reads the others. */
async function upOf(config: ConfigObject): Promise<Recording> {
  const { [FULL("observer")]: observer, ...observees } = REFERENCES;
  const name = config["role"] === "observer" ? "observer" : "paris";
  const references = name === "observer" ? observees : { [FULL("observer")]: { ...observer } };
  return unlessFailed(await run(config, references, name));
}

const inputsOf = ({ resources }: Recording, type: string, ...keys: readonly string[]) => [
  ...new Set(
    resources
      .filter((resource) => resource.type.endsWith(`:${type}`))
      .map(({ inputs }) => keys.map((key) => String(inputs[key])).join(" ")),
  ),
];

/** What a password is made from; no certificate has it. */
const SEED = "ED25519 undefined";

for (const [role, config] of [
  ["observer", OBSERVER],
  ["observee", OBSERVEE],
] as const) {
  describe(`the certificates of an ${role}`, () => {
    let configured: Recording;
    before(async () => {
      configured = await upOf(withKeys(config, { certificates }));
    });

    it("have keys of the configured curve, CAs included", () => {
      const keys = inputsOf(configured, "PrivateKey", "algorithm", "ecdsaCurve");
      assert.deepEqual(
        keys.filter((key) => key !== SEED),
        ["ECDSA P384"],
      );
    });

    it("have the configured lives, and leaves are due for renewal in their last third", () => {
      const life = ["validityPeriodHours", "earlyRenewalHours"];
      assert.deepEqual(inputsOf(configured, "LocallySignedCert", ...life), ["720 240"]);
      assert.deepEqual(inputsOf(configured, "SelfSignedCert", "validityPeriodHours"), ["8760"]);
    });

    it("are due for renewal at every `up` if a test sets alwaysRenew", async () => {
      const always = await upOf(withKeys(config, { unsafeForTests: { alwaysRenew: true } }));
      assert.deepEqual(
        inputsOf(always, "LocallySignedCert", "validityPeriodHours", "earlyRenewalHours"),
        ["2160 2160"],
      );
    });
  });
}

describe("the alerts before certificates expire", () => {
  it("are the same for one observee and for two, whose certificates are data of one rule for each kind", async () => {
    const before = await upOf(observerOf({ paris: {} }));
    const after = await upOf(observerOf({ paris: {}, lyon: {} }));
    const alerts = "observer-certificates-alerts";
    assert.deepEqual(called(after, alerts).inputs, called(before, alerts).inputs);
    for (const [kind, names] of [
      ["leaf", ["client/lyon", "client/paris"]],
      ["ca", ["clientCa/lyon/1", "clientCa/paris/1"]],
    ] as const) {
      const { inputs } = called(after, `observer-certificates-ends-${kind}`);
      assert.deepEqual(certificatesIn([inputs]), names);
    }
  });
});

describe("a CA of clients that query.publish admits", () => {
  it("has an end date, and alerts before it expires", async () => {
    const recording = await stack("published-mutual-tls");
    const name = "query.publish.auth.caPem/1";
    const ends: unknown = recording.outputs["certificateEnds"];
    assert.equal(field(ends, name), "2126-10-28T08:02:00Z");
    const { inputs } = called(recording, "observer-certificates-ends-supplied");
    assert.deepEqual(certificatesIn([inputs]), [name]);
    const alerts = called(recording, "observer-certificates-alerts");
    assert.match(JSON.stringify(alerts.inputs), /kind=\\"supplied\\"/);
  });
});

describe("the AWS provider", () => {
  const account = { region: "eu-west-3", profile: "acme", accountId: "111122223333" };
  const onAws = (aws: ConfigObject) =>
    withKeys(OBSERVER, {
      ...AWS_STORE,
      ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
      ...{ aws, observees: [] },
    });

  it("tags all resources, and works only in the configured account", async () => {
    const tags = { team: "metrics", cost: "42" };
    const aws = { ...account, tags };
    const { inputs } = called(await upOf(onAws(aws)), "aws");
    assert.deepEqual(JSON.parse(String(inputs["defaultTags"])), { tags });
    assert.deepEqual(JSON.parse(String(inputs["allowedAccountIds"])), ["111122223333"]);
    assert.deepEqual([inputs["region"], inputs["profile"]], ["eu-west-3", "acme"]);
  });

  it("may be of another region than the bucket of an observee", async () => {
    const region = "us-east-1";
    const values = outputsAt("lyon", { region, endpoint: awsEndpoint(region) });
    const config = withKeys(onAws(account), { observees: [{ name: "lyon", values }] });
    const { outputs } = await upOf(config);
    assert.deepEqual(outputs["observees"], { lyon: "connected" });
  });
});
