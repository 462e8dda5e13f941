// Every pod of every configuration passes the "restricted" Pod Security Standard at a real API server, without a
// warning.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { apply, kubectl, tryKubectl } from "../../../lab/cluster/kubectl";
import { observees } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { namespace } from "../../../kubernetes/namespace";
import { ALL_STACKS, stack } from "../../support/fleet";
import { ofKind } from "../../policy/objects";
import { budget } from "../support/budget";
import { NAMESPACE as LIVE } from "../support/cluster";
import { dryRun } from "../support/dry-run";
import { stackNames } from "../support/stacks";

const CLUSTER = observees[1].name;
/** Of its own, as the program makes it. */
const NAMESPACE = "dry-run-restricted";

const words = z.record(z.string(), z.string());
const workload = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: words.optional() }),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ labels: words.optional() }),
      spec: z.looseObject({ volumes: z.array(z.looseObject({ name: z.string() })).optional() }),
    }),
    volumeClaimTemplates: z
      .array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) }))
      .optional(),
  }),
});
type Workload = z.infer<typeof workload>;

/** The workload: the server warns about its template. */
const asWorkload = ({ apiVersion, kind, metadata, spec }: Workload): object => ({
  apiVersion,
  kind,
  metadata: { name: metadata.name, namespace: NAMESPACE },
  spec,
});

/** A pod as its controller would create it: the server rejects it. Claims are created by the controller. */
const asPod = ({ kind, metadata, spec }: Workload): object => {
  const { volumes = [], ...rest } = spec.template.spec;
  // The ServiceAccount is in another namespace, and irrelevant for the standard.
  const pod = Object.fromEntries(
    Object.entries(rest).filter(([key]) => !key.startsWith("serviceAccount")),
  );
  const claims = (spec.volumeClaimTemplates ?? []).map((claim) => ({
    name: claim.metadata.name,
    emptyDir: {},
  }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `${kind.toLowerCase()}-${metadata.name}`, namespace: NAMESPACE },
    spec: { ...pod, volumes: [...volumes, ...claims] },
  };
};

const workloads = async (name: string): Promise<Workload[]> =>
  ofKind((await stack(name)).resources, "Deployment", "StatefulSet", "Job").map(({ inputs }) =>
    workload.parse(inputs),
  );

/** StatefulSets that the operator has created from the program's resources. */
async function operated(cluster: string): Promise<Workload[]> {
  const flags = ["--namespace", LIVE, "--selector=managed-by=prometheus-operator"];
  const json = await kubectl(cluster, ["get", "statefulsets", ...flags, "--output=json"]);
  return z.object({ items: z.array(workload) }).parse({ items: itemsOf(json) }).items;
}

const list = z.object({ items: z.array(z.looseObject({})) });
const itemsOf = (json: string) =>
  list.parse(JSON.parse(json)).items.map((item) => ({
    ...{ apiVersion: "apps/v1", kind: "StatefulSet" },
    ...item,
  }));

/** The operator gives two containers of Prometheus' pod one name for a port; pods pass the standard all the same. */
const OF_THE_OPERATOR = /duplicate port name "reloader-web"|^error: \d+ warnings? received$/;

describe("the Pod Security Standard", () => {
  budget(120);

  before("create a namespace as the program does", async () => {
    const object = { apiVersion: "v1", kind: "Namespace", ...namespace(NAMESPACE, false) };
    await apply(CLUSTER, [object]);
    const account = ["get", "serviceaccount", "default", "--namespace", NAMESPACE];
    assert.ok(await until(30, async () => (await tryKubectl(CLUSTER, account)).code === 0));
  });
  after("remove the namespace", () =>
    kubectl(CLUSTER, ["delete", "namespace", NAMESPACE, "--wait=false"]),
  );

  it(`admits every workload of ${String(ALL_STACKS.length)} configurations`, async () => {
    const distinct = new Map<string, object>();
    for (const name of ALL_STACKS) {
      for (const one of await workloads(name)) {
        [asWorkload(one), asPod(one)].forEach((o) => distinct.set(JSON.stringify(o), o));
      }
    }
    console.log(`      ${String(distinct.size)} workloads and pods`);
    assert.ok(distinct.size > 50, `${String(distinct.size)} objects`);
    assert.deepEqual(await dryRun(CLUSTER, [...distinct.values()], "warnings"), []);
  });

  for (const name of stackNames) {
    it(`admits the pods that the operator creates in ${name}`, async () => {
      const made = await operated(name);
      assert.ok(made.length > 0);
      const said = await dryRun(
        CLUSTER,
        made.flatMap((one) => [asWorkload(one), asPod(one)]),
        "warnings",
      );
      assert.deepEqual(
        said.filter((line) => !OF_THE_OPERATOR.test(line)),
        [],
      );
    });
  }

  for (const [fault, spoil, says] of [
    [
      "a container that may gain privileges",
      { allowPrivilegeEscalation: true },
      /allowPrivilegeEscalation/,
    ],
    ["a container that keeps its capabilities", { capabilities: {} }, /unrestricted capabilities/],
    ["a privileged container", { privileged: true }, /privileged/],
    ["a container that is root", { runAsUser: 0, runAsNonRoot: false }, /runAsNonRoot/],
  ] as const) {
    it(`rejects a pod with ${fault}, and warns of a workload with it`, async () => {
      const [query] = await workloads("observer");
      assert.ok(query !== undefined);
      const bad = spoiled(query, spoil);
      assert.match((await dryRun(CLUSTER, [asPod(bad)], "warnings")).join("\n"), says);
      assert.match((await dryRun(CLUSTER, [asWorkload(bad)], "warnings")).join("\n"), says);
    });
  }
});

/** The workload with its first container's security context changed. */
function spoiled(one: Workload, context: object): Workload {
  const copy = structuredClone(one);
  const containers = copy.spec.template.spec["containers"] as { securityContext: object }[];
  const [first] = containers;
  assert.ok(first !== undefined);
  first.securityContext = { ...first.securityContext, ...context };
  return copy;
}
