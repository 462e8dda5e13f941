// What other stacks promise, and what happens when they do not.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { CLIENT_CA, OTHER_CA } from "../../tools/render/certificates";
import { uidOf } from "../../tools/render/placeholders";
import { observerOutputs } from "../../tools/render/references";
import { observeeOutputs } from "../support/contracts";
import { certificateFingerprint } from "../../components/pki/certificates/fingerprint";
import type { References } from "../../tools/render/recorder";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "../support/configs";
import { run, unlessFailed } from "../support/fleet";

const FULL = (name: string) => `organization/thanos-fleet/${name}`;
const CONNECTED = { [FULL("paris")]: observeeOutputs("paris") };
const ENDPOINTS = "observer-query-endpoints";

/** The faults of a refusal, after which nothing but references was registered. */
async function faults(
  config: ConfigObject,
  references: References,
  stack = "observer",
  absent: readonly string[] = [],
): Promise<string[]> {
  const { error, resources } = await run(config, references, stack, { absent });
  assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
  assert.deepEqual(resources, []);
  assert.equal(error.stack, error.message);
  const lines = error.message.split("\n").filter((line) => line.startsWith("  - "));
  const count = lines.length === 1 ? "1 error" : `${String(lines.length)} errors`;
  assert.ok(
    error.message.startsWith(`Stack "${FULL(stack)}" has ${count}; nothing was changed.\n`),
  );
  return lines;
}

const names = async (config: ConfigObject, references: References): Promise<string[]> =>
  unlessFailed(await run(config, references)).resources.map(({ name }) => name);

async function endpointsOf(references: References): Promise<string> {
  const { resources } = unlessFailed(await run(OBSERVER, references));
  return JSON.stringify(resources.find(({ name }) => name === ENDPOINTS)?.inputs["data"]);
}

describe("an observee that was never up", () => {
  it("is reported as pending", async () => {
    const { outputs } = unlessFailed(await run(OBSERVER));
    assert.deepEqual(outputs["observees"], { paris: "pending" });
  });

  it("already has its client CA, so that it can be deployed", async () => {
    const { outputs } = unlessFailed(await run(OBSERVER));
    assert.deepEqual(outputs["clientCa"], { paris: [CLIENT_CA] });
  });

  it("already has the Secret of its client certificate, without a server CA", async () => {
    const { resources } = unlessFailed(await run(OBSERVER));
    const secret = resources.find(({ name }) => name === "observer-trust-paris-secret");
    assert.deepEqual(Object.keys(Object(secret?.inputs["stringData"])), ["tls.crt", "tls.key"]);
  });

  it("has no Store Gateway", async () => {
    assert.ok(!(await names(OBSERVER, {})).some((name) => name.startsWith("observer-store-paris")));
  });

  it("is not an endpoint of Query", async () => {
    assert.doesNotMatch(await endpointsOf({}), /paris/);
  });

  it("is connected after its first `up`", async () => {
    const { outputs } = unlessFailed(await run(OBSERVER, CONNECTED));
    assert.deepEqual(outputs["observees"], { paris: "connected" });
    assert.match(await endpointsOf(CONNECTED), /edge\.paris\.example\.com:443/);
    assert.ok((await names(OBSERVER, CONNECTED)).includes("observer-store-paris"));
  });

  it("is an error if it was connected before", async () => {
    const before = { [FULL("observer")]: { observees: { paris: "connected" } } };
    assert.deepEqual(await faults(OBSERVER, before), [
      `  - thanos-fleet:observees[0].stack is "${FULL("paris")}", but this stack has no outputs any more, though observee "paris" was connected; ` +
        "bring it up again, or remove it from observees",
    ]);
  });

  it("stays pending if it was pending before", async () => {
    const before = { [FULL("observer")]: { observees: { paris: "pending" } } };
    const { outputs } = unlessFailed(await run(OBSERVER, before));
    assert.deepEqual(outputs["observees"], { paris: "pending" });
  });
});

describe("a stack that does not exist", () => {
  const none = (name: string, references: References = {}, config = OBSERVER, stack = "observer") =>
    faults(config, references, stack, [FULL(name)]);

  it("is reported to the observer with a fix", async () => {
    const sentence =
      `  - thanos-fleet:observees[0].stack is "${FULL("paris")}", but there is no such stack; ` +
      `create it with \`pulumi stack init ${FULL("paris")}\`, give its outputs as values, or remove it from observees`;
    assert.deepEqual(await none("paris"), [sentence]);
    const before = { [FULL("observer")]: { observees: { paris: "connected" } } };
    assert.deepEqual(await none("paris", before), [sentence]);
  });

  it("is reported to an observee", async () => {
    assert.deepEqual(await none("observer", {}, OBSERVEE, "paris"), [
      `  - thanos-fleet:observer.stack is "${FULL("observer")}", but there is no such stack; name it as \`pulumi stack ls -Q\` shows it, or give its outputs as observer.values`,
    ]);
  });

  it("is one error, without errors about its contract", async () => {
    const clientCa = { generation: 2, phase: "cutover" };
    const observees = [{ name: "paris", stack: FULL("paris"), clientCa }];
    assert.equal((await none("paris", {}, withKeys(OBSERVER, { observees }))).length, 1);
  });

  it("is ignored if it is revoked", async () => {
    const config = withKeys(OBSERVER, { revoked: ["paris"] });
    unlessFailed(await run(config, {}, "observer", { absent: [FULL("paris")] }));
  });
});

describe("an observee's outputs", () => {
  for (const [what, schema, says] of [
    [
      "an older",
      0,
      `run \`pulumi up --stack ${FULL("paris")}\` with this version of the program first`,
    ],
    [
      "a newer",
      2,
      `run \`pulumi up --stack ${FULL("observer")}\` with the newer version of the program`,
    ],
  ] as const) {
    it(`of ${what} schema are refused with the stack to update first, and with which version`, async () => {
      const other = { [FULL("paris")]: { ...observeeOutputs("paris"), schema } };
      assert.deepEqual(await faults(OBSERVER, other), [
        `  - output schema of stack "${FULL("paris")}" is ${String(schema)}, but this program reads schema 1; ${says}`,
      ]);
    });
  }

  it("of another schema are one error, even if it was connected", async () => {
    const was = { [FULL("observer")]: { observees: { paris: "connected" } } };
    const other = { ...was, [FULL("paris")]: { ...observeeOutputs("paris"), schema: 0 } };
    assert.equal((await faults(OBSERVER, other)).length, 1);
  });

  it("of an invalid schema are refused", async () => {
    const other = { [FULL("paris")]: { ...observeeOutputs("paris"), schema: "one" } };
    assert.deepEqual(await faults(OBSERVER, other), [
      `  - output schema of stack "${FULL("paris")}" is "one", but no version of this program has such a schema; name another stack`,
    ]);
  });

  it("are refused if one is secret, even an optional one: without a CA the system's would be trusted", async () => {
    const serverCa = pulumi.secret(observeeOutputs("paris").serverCa ?? "");
    const other = { [FULL("paris")]: { ...observeeOutputs("paris"), serverCa } };
    assert.deepEqual(await faults(OBSERVER, other), [
      `  - output serverCa of stack "${FULL("paris")}" is secret, and no secret output is read; ` +
        `remove what makes it secret, and run \`pulumi up --stack ${FULL("paris")}\``,
    ]);
  });

  it("that break the contract are refused, naming output, stack and value", async () => {
    const broken = { [FULL("paris")]: { ...observeeOutputs("paris"), serverCa: "none" } };
    assert.deepEqual(await faults(OBSERVER, broken), [
      `  - output serverCa of stack "${FULL("paris")}" is "none", but must be PEM certificates and nothing else; run \`pulumi up --stack ${FULL("paris")}\``,
    ]);
  });

  it("of a cluster with another name are refused", async () => {
    const lyon = { [FULL("paris")]: observeeOutputs("lyon") };
    assert.deepEqual(await faults(OBSERVER, lyon), [
      `  - output cluster of stack "${FULL("paris")}" is "lyon", but must be the observee's name, "paris"; use the same name in observees[0].name`,
    ]);
  });

  it("may be literal values of the configuration", async () => {
    const literal = { observees: [{ name: "paris", values: observeeOutputs("paris") }] };
    const { outputs } = unlessFailed(await run(withKeys(OBSERVER, literal)));
    assert.deepEqual(outputs["observees"], { paris: "connected" });
  });

  it("are all checked, and all errors reported", async () => {
    const two = ["paris", "lyon"].map((name) => ({ name, stack: FULL(name) }));
    const broken = Object.fromEntries(
      two.map(({ name, stack }) => [stack, { ...observeeOutputs(name), schema: 7 }]),
    );
    assert.equal((await faults(withKeys(OBSERVER, { observees: two }), broken)).length, 2);
  });
});

describe("two stacks of one Kubernetes cluster", () => {
  const uid = (clusterUid: string) => ({ ...observeeOutputs("paris"), clusterUid });
  const observerWas = { [FULL("observer")]: { clusterUid: "a" } };

  it("are refused, by the observer's previous outputs", async () => {
    const references = { ...observerWas, [FULL("paris")]: uid("a") };
    assert.deepEqual(await faults(OBSERVER, references), [
      `  - output clusterUid of stack "${FULL("paris")}" is "a", but observer and paris are one Kubernetes cluster, by the UID of its namespace kube-system; ` +
        "give one of them its own kubernetes.context, or set sameCluster: true if that is intended",
    ]);
  });

  it("are accepted with sameCluster", async () => {
    const references = { ...observerWas, [FULL("paris")]: uid("a") };
    const { outputs } = unlessFailed(
      await run(withKeys(OBSERVER, { sameCluster: true }), references),
    );
    assert.deepEqual(outputs["observees"], { paris: "connected" });
  });

  it("are recognized by the UID of kube-system", async () => {
    const references = { ...observerWas, [FULL("paris")]: uid("b") };
    const { outputs } = unlessFailed(await run(OBSERVER, references));
    assert.equal(outputs["clusterUid"], uidOf("observer"));
    const known = { [FULL("observer")]: observerOutputs(["paris"]) };
    const edge = unlessFailed(await run(OBSERVEE, known, "paris"));
    assert.equal(edge.outputs["clusterUid"], uidOf("paris"));
  });
});

describe("an observee's observer", () => {
  const observer = FULL("observer");

  it("must have outputs", async () => {
    assert.deepEqual(await faults(OBSERVEE, {}, "paris"), [
      `  - thanos-fleet:observer.stack is "${observer}", but this stack has no outputs yet; run \`pulumi up --stack ${observer}\` first`,
    ]);
  });

  it("must have a client CA for it", async () => {
    const references = { [observer]: observerOutputs(["lyon"]) };
    assert.deepEqual(await faults(OBSERVEE, references, "paris"), [
      `  - output clientCa.paris of stack "${observer}" is missing: the observer has no client CA for this cluster; ` +
        "add {name: paris, stack: organization/thanos-fleet/paris} to its observees and run `pulumi up` on it first",
    ]);
  });

  it("has no client CA for a cluster named like a property of every object", async () => {
    const references = { [observer]: observerOutputs(["lyon"]) };
    const config = withKeys(OBSERVEE, { cluster: "constructor" });
    assert.match(
      (await faults(config, references, "paris"))[0] ?? "",
      /output clientCa\.constructor of stack .* is missing/,
    );
  });

  it("of another schema is refused, naming the stack", async () => {
    const references = { [observer]: { ...observerOutputs(["paris"]), schema: 2 } };
    assert.deepEqual(await faults(OBSERVEE, references, "paris"), [
      `  - output schema of stack "${observer}" is 2, but this program reads schema 1; ` +
        `run \`pulumi up --stack ${FULL("paris")}\` with the newer version of the program`,
    ]);
  });

  it("may have two CAs for it during a rotation, and both are trusted", async () => {
    const clientCa = { paris: [CLIENT_CA, OTHER_CA] };
    const references = { [observer]: { ...observerOutputs([]), clientCa } };
    const { outputs } = unlessFailed(await run(OBSERVEE, references, "paris"));
    assert.deepEqual(outputs["trusts"], [CLIENT_CA, OTHER_CA].map(certificateFingerprint));
  });

  it("may be literal values of the configuration", async () => {
    const config = withKeys(OBSERVEE, { observer: { values: observerOutputs(["paris"]) } });
    const { outputs } = unlessFailed(await run(config, {}, "paris"));
    assert.deepEqual(outputs["trusts"], [certificateFingerprint(CLIENT_CA)]);
  });
});

describe("a stack's previous outputs", () => {
  const observer = FULL("observer");

  it("of a newer program stop the `up`: what they remember is not all understood", async () => {
    const newer = { ...CONNECTED, [observer]: { ...observerOutputs(["paris"]), schema: 2 } };
    assert.deepEqual(await faults(OBSERVER, newer), [
      `  - output schema of stack "${observer}" is 2, but this program knows no schema after 1; run the version of the program that was last up here, or a newer one`,
    ]);
  });

  it("of an older program are read", async () => {
    const older = { ...CONNECTED, [observer]: { ...observerOutputs(["paris"]), schema: 0 } };
    const { outputs } = unlessFailed(await run(OBSERVER, older));
    assert.deepEqual(outputs["observees"], { paris: "connected" });
  });

  it("that are secret stop the `up`: a guard would not see them", async () => {
    const rotations = pulumi.secret({ paris: { generation: 1, phase: "stable" } });
    const secret = { ...CONNECTED, [observer]: { ...observerOutputs(["paris"]), rotations } };
    assert.deepEqual(await faults(OBSERVER, secret), [
      `  - output rotations of stack "${observer}" is secret, and no secret output is read; remove the secret mark from it in the state of this stack`,
    ]);
  });
});
