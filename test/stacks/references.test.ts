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
const ENDPOINTS = "observer-query-tls-endpoints";

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
  const [summary, ...lines] = error.message.split("\n");
  assert.equal(summary, "Other stacks are not as this one needs them; nothing was changed.");
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

  it("has its client CA already, so that it can come up", async () => {
    const { outputs } = unlessFailed(await run(OBSERVER));
    assert.deepEqual(outputs["clientCa"], { paris: [CLIENT_CA] });
  });

  it("has the Secret of its client certificate already, with no CA of a server yet", async () => {
    const { resources } = unlessFailed(await run(OBSERVER));
    const secret = resources.find(({ name }) => name === "observer-trust-paris-secret");
    assert.deepEqual(Object.keys(Object(secret?.inputs["stringData"])), ["tls.crt", "tls.key"]);
  });

  it("has no Store Gateway", async () => {
    assert.ok(!(await names(OBSERVER, {})).some((name) => name.startsWith("observer-store-paris")));
  });

  it("is no endpoint", async () => {
    assert.doesNotMatch(await endpointsOf({}), /paris/);
  });

  it("is taken in once it was up", async () => {
    const { outputs } = unlessFailed(await run(OBSERVER, CONNECTED));
    assert.deepEqual(outputs["observees"], { paris: "connected" });
    assert.match(await endpointsOf(CONNECTED), /edge\.paris\.example\.com:443/);
    assert.ok((await names(OBSERVER, CONNECTED)).includes("observer-store-paris"));
  });

  it("is an error when it had been connected before", async () => {
    const before = { [FULL("observer")]: { observees: { paris: "connected" } } };
    assert.deepEqual(await faults(OBSERVER, before), [
      `  - stack "${FULL("paris")}" of observee "paris" has no outputs any more, though it was connected; ` +
        "bring it up again, or remove it from observees.",
    ]);
  });

  it("stays pending when it had been pending before", async () => {
    const before = { [FULL("observer")]: { observees: { paris: "pending" } } };
    const { outputs } = unlessFailed(await run(OBSERVER, before));
    assert.deepEqual(outputs["observees"], { paris: "pending" });
  });
});

describe("a stack that is not there", () => {
  const none = (name: string, references: References = {}, config = OBSERVER, stack = "observer") =>
    faults(config, references, stack, [FULL(name)]);

  it("stops the observer, with what to do about it", async () => {
    const sentence =
      `  - stack "${FULL("paris")}" of observee "paris" does not exist; make it with \`pulumi stack init ${FULL("paris")}\`, give its outputs ` +
      "as values, or take the observee out of observees.";
    assert.deepEqual(await none("paris"), [sentence]);
    const before = { [FULL("observer")]: { observees: { paris: "connected" } } };
    assert.deepEqual(await none("paris", before), [sentence]);
  });

  it("stops an observee", async () => {
    assert.deepEqual(await none("observer", {}, OBSERVEE, "paris"), [
      `  - observer stack "${FULL("observer")}" does not exist; name it as \`pulumi stack ls -Q\` shows it, or give its outputs as values.`,
    ]);
  });

  it("has one fault though it was there before, and says nothing of what it would have to trust", async () => {
    const clientCa = { generation: 2, phase: "cutover" };
    const observees = [{ name: "paris", stack: FULL("paris"), clientCa }];
    assert.equal((await none("paris", {}, withKeys(OBSERVER, { observees }))).length, 1);
  });

  it("is no matter where it is revoked", async () => {
    const config = withKeys(OBSERVER, { revoked: ["paris"] });
    unlessFailed(await run(config, {}, "observer", { absent: [FULL("paris")] }));
  });
});

describe("an observee's outputs", () => {
  for (const [what, schema, says] of [
    ["an older", 0, `run \`pulumi up --stack ${FULL("paris")}\` with this version of it first`],
    [
      "a newer",
      2,
      `this stack is behind: run \`pulumi up --stack ${FULL("observer")}\` with that newer version of it`,
    ],
  ] as const) {
    it(`of ${what} schema are refused with the stack that has to be up first, and with which version`, async () => {
      const other = { [FULL("paris")]: { ...observeeOutputs("paris"), schema } };
      assert.deepEqual(await faults(OBSERVER, other), [
        `  - stack "${FULL("paris")}" has outputs of schema ${String(schema)}, and this program reads 1; ${says}.`,
      ]);
    });
  }

  it("of another schema are not told to be gone as well, where it was connected", async () => {
    const was = { [FULL("observer")]: { observees: { paris: "connected" } } };
    const other = { ...was, [FULL("paris")]: { ...observeeOutputs("paris"), schema: 0 } };
    assert.equal((await faults(OBSERVER, other)).length, 1);
  });

  it("of a schema that is none are refused", async () => {
    const other = { [FULL("paris")]: { ...observeeOutputs("paris"), schema: "one" } };
    assert.deepEqual(await faults(OBSERVER, other), [
      `  - stack "${FULL("paris")}" has outputs of schema "one", which no version of this program leaves; name another stack.`,
    ]);
  });

  it("that are secret are refused, also one that could be absent: without a CA the system's would be trusted", async () => {
    const serverCa = pulumi.secret(observeeOutputs("paris").serverCa ?? "");
    const other = { [FULL("paris")]: { ...observeeOutputs("paris"), serverCa } };
    assert.deepEqual(await faults(OBSERVER, other), [
      `  - output serverCa of stack "${FULL("paris")}" is secret, and no secret output is read; ` +
        `take away what makes it so, and run \`pulumi up --stack ${FULL("paris")}\`.`,
    ]);
  });

  it("that break the contract are refused by output and stack", async () => {
    const broken = { [FULL("paris")]: { ...observeeOutputs("paris"), serverCa: "none" } };
    assert.deepEqual(await faults(OBSERVER, broken), [
      `  - output serverCa of stack "${FULL("paris")}" is wrong (it must be PEM certificates and nothing else); run \`pulumi up\` on it.`,
    ]);
  });

  it("of a cluster with another name are refused", async () => {
    const lyon = { [FULL("paris")]: observeeOutputs("lyon") };
    assert.deepEqual(await faults(OBSERVER, lyon), [
      '  - observee "paris" calls itself "lyon"; use that name in observees.',
    ]);
  });

  it("may be given as literal values", async () => {
    const literal = { observees: [{ name: "paris", values: observeeOutputs("paris") }] };
    const { outputs } = unlessFailed(await run(withKeys(OBSERVER, literal)));
    assert.deepEqual(outputs["observees"], { paris: "connected" });
  });

  it("are all checked before anything is refused", async () => {
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

  it("are refused: the observer knows its own cluster from its last outputs", async () => {
    const references = { ...observerWas, [FULL("paris")]: uid("a") };
    assert.deepEqual(await faults(OBSERVER, references), [
      "  - observer and paris are one Kubernetes cluster (its namespace kube-system has the UID a); " +
        "give one of them its own kubernetes.context, or set sameCluster: true here if it is meant.",
    ]);
  });

  it("are taken where configuration says that it is meant", async () => {
    const references = { ...observerWas, [FULL("paris")]: uid("a") };
    const { outputs } = unlessFailed(
      await run(withKeys(OBSERVER, { sameCluster: true }), references),
    );
    assert.deepEqual(outputs["observees"], { paris: "connected" });
  });

  it("are told by the UID of a namespace that every cluster has", async () => {
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

  it("must have been up", async () => {
    assert.deepEqual(await faults(OBSERVEE, {}, "paris"), [
      `  - observer stack "${observer}" has no outputs yet; run \`pulumi up\` on it first.`,
    ]);
  });

  it("must have a client CA for it, or the report says what to add", async () => {
    const references = { [observer]: observerOutputs(["lyon"]) };
    assert.deepEqual(await faults(OBSERVEE, references, "paris"), [
      '  - the observer has no client CA for "paris"; add {name: paris, stack: organization/thanos-fleet/paris} ' +
        "to its observees and run `pulumi up` on it first.",
    ]);
  });

  it("gives no CA to a cluster that is called as what every object has", async () => {
    const references = { [observer]: observerOutputs(["lyon"]) };
    const config = withKeys(OBSERVEE, { cluster: "constructor" });
    assert.match(
      (await faults(config, references, "paris"))[0] ?? "",
      /no client CA for "constructor"/,
    );
  });

  it("of another schema is refused by the stack's name", async () => {
    const references = { [observer]: { ...observerOutputs(["paris"]), schema: 2 } };
    assert.deepEqual(await faults(OBSERVEE, references, "paris"), [
      `  - stack "${observer}" has outputs of schema 2, and this program reads 1; ` +
        `this stack is behind: run \`pulumi up --stack ${FULL("paris")}\` with that newer version of it.`,
    ]);
  });

  it("may have two CAs for it while they change, and both are trusted", async () => {
    const clientCa = { paris: [CLIENT_CA, OTHER_CA] };
    const references = { [observer]: { ...observerOutputs([]), clientCa } };
    const { outputs } = unlessFailed(await run(OBSERVEE, references, "paris"));
    assert.deepEqual(outputs["trusts"], [CLIENT_CA, OTHER_CA].map(certificateFingerprint));
  });

  it("may be given as literal values", async () => {
    const config = withKeys(OBSERVEE, { observer: { values: observerOutputs(["paris"]) } });
    const { outputs } = unlessFailed(await run(config, {}, "paris"));
    assert.deepEqual(outputs["trusts"], [certificateFingerprint(CLIENT_CA)]);
  });
});

describe("a stack's own last outputs", () => {
  const observer = FULL("observer");

  it("of a newer program stop the `up`: what they remember is not all understood", async () => {
    const newer = { ...CONNECTED, [observer]: { ...observerOutputs(["paris"]), schema: 2 } };
    assert.deepEqual(await faults(OBSERVER, newer), [
      "  - this stack's own last outputs are of schema 2, and this program leaves 1; run the version of it that was last up here, or a newer one.",
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
      "  - this stack's own last output rotations is secret, and no secret output is read; take that mark out of its state.",
    ]);
  });
});
