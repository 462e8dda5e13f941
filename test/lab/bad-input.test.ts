// Invalid configuration under the real engine: one report with every error, and no resource created.
import * as assert from "node:assert/strict";
import { kubeconfigOf, observees, observer } from "../../lab/cluster/machines";
import type { Ran } from "../../lab/run";
import { s3Endpoint } from "../../lab/s3";
import { budget } from "./support/budget";
import { fullName } from "./support/stacks";
import { Workspace } from "./support/workspace";

const DEFAULT_PROVIDERS = "pulumi:disable-default-providers";
const OBSERVER = "observer";
const OBSERVEE = observees[0].name;
/** Keys that are valid in every case. */
const sound = (cluster: string) => ({
  [DEFAULT_PROVIDERS]: ["*"],
  cluster,
  kubernetes: { context: cluster, kubeconfig: kubeconfigOf(cluster) },
  objectStore: {
    kind: "s3",
    create: true,
    bucket: `bad-input-${cluster}`,
    region: "us-east-1",
    endpoint: s3Endpoint,
    auth: { kind: "keys" },
  },
  unsafeForTests: { plaintextObjectStore: true },
});
const KEYS = { objectStoreAccessKey: "AKIDOFNOBODY", objectStoreSecretKey: "a-secret-of-nobody" };

/** The start of each error: path and value. */
interface Case {
  readonly title: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: "an observer",
    stack: OBSERVER,
    config: {
      ...sound(observer.name),
      role: "observer",
      kubernetes: {},
      qeury: { replicas: 2 },
      observees: [
        { name: "paris", stack: fullName("paris") },
        { name: "paris", stack: fullName("paris-2") },
        { name: "Rome_1", stack: fullName("rome") },
        { name: "self", stack: fullName(OBSERVER) },
      ],
      query: { replicas: 0 },
      store: { replicas: -1 },
    },
    faults: [
      "kubernetes.context is required; ",
      "qeury is not one of ",
      'observees[1].name is "paris", but ',
      'observees[2].name is "Rome_1", but ',
      `observees[3].stack is "${fullName(OBSERVER)}", but `,
      "query.replicas is 0, but ",
      "store.replicas is -1, but ",
    ],
  },
  {
    title: "an observee",
    stack: OBSERVEE,
    config: {
      ...sound(OBSERVEE),
      role: "observee",
      cluster: "Not A Name",
      kubernetes: { context: `${OBSERVEE}s`, kubeconfig: kubeconfigOf(OBSERVEE) },
      observer: { stack: fullName(OBSERVEE) },
      exposure: { kind: "ingress", hostname: "thanos.example.com:443" },
      leafQuery: { replicas: 0 },
    },
    faults: [
      'cluster is "Not A Name", but ',
      `kubernetes.context is "${OBSERVEE}s", but there is no such context in ${kubeconfigOf(OBSERVEE)}; did you mean "${OBSERVEE}"`,
      `observer.stack is "${fullName(OBSERVEE)}", but `,
      'exposure.hostname is "thanos.example.com:443", but ',
      "leafQuery.replicas is 0, but ",
    ],
  },
  {
    title: "a stack without a role",
    stack: OBSERVEE,
    config: { ...sound(OBSERVEE), [DEFAULT_PROVIDERS]: [], kubernetes: {}, exposrue: {} },
    faults: [
      "role is required; ",
      "kubernetes.context is required; ",
      "exposrue is not one of ",
      `${DEFAULT_PROVIDERS} is `,
    ],
  },
];

/** Frames of a stack trace, of the program or of Pulumi. */
const TRACE = /\n\s+at .+[:(]\d+|node_modules|\.ts:\d+/;

async function refusedUp(workspace: Workspace, stack: string): Promise<string> {
  const ran: Ran = await workspace.up(stack);
  const said = ran.stdout + ran.stderr;
  assert.notEqual(ran.code, 0, said);
  assert.doesNotMatch(said, TRACE);
  assert.deepEqual(await workspace.resources(stack), []);
  return said;
}

describe("invalid input", () => {
  budget(180);
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace();
  });
  afterEach(() => workspace.remove());

  for (const { title, stack, config, faults } of cases) {
    it(`of ${title} is reported at once, without a stack trace, and nothing is created`, async () => {
      await workspace.stack(stack, config, KEYS);
      const said = await refusedUp(workspace, stack);
      const count = faults.length === 1 ? "1 error" : `${String(faults.length)} errors`;
      assert.ok(said.includes(`"${fullName(stack)}" has ${count}; nothing was changed.`), said);
      for (const fault of faults) {
        const path = fault.startsWith("pulumi:") ? fault : `thanos-fleet:${fault}`;
        const line = said.split("\n").find((l) => l.includes(`- ${path}`));
        assert.ok(line !== undefined, `no sentence for ${fault} in\n${said}`);
        // The fix comes last.
        assert.match(line, /; \S.+$/);
      }
    });
  }

  it("of an observee whose observer has no outputs names the command to run", async () => {
    await workspace.stack(OBSERVER, {});
    const config = {
      ...sound(OBSERVEE),
      role: "observee",
      observer: { stack: fullName(OBSERVER) },
      exposure: { kind: "loadBalancer" },
    };
    await workspace.stack(OBSERVEE, config, KEYS);
    const said = await refusedUp(workspace, OBSERVEE);
    const sentence = `- thanos-fleet:observer.stack is "${fullName(OBSERVER)}", but this stack has no outputs yet; run \`pulumi up --stack ${fullName(OBSERVER)}\` first`;
    assert.ok(said.includes(sentence), said);
  });

  it("of an observer whose observee has no stack is reported without the engine's own error", async () => {
    const config = {
      ...sound(observer.name),
      role: "observer",
      observees: [{ name: "paris", stack: fullName("paris") }],
    };
    await workspace.stack(OBSERVER, config, KEYS);
    const said = await refusedUp(workspace, OBSERVER);
    assert.ok(
      said.includes(
        `- thanos-fleet:observees[0].stack is "${fullName("paris")}", but there is no such stack; `,
      ),
      said,
    );
    assert.doesNotMatch(said, /unknown stack/);
  });
});
