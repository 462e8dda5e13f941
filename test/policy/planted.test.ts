// Every rule catches a fault that was planted for it: a rule that always holds would prove nothing.
import * as assert from "node:assert/strict";
import { SECRET } from "../../render/placeholders";
import type { Recorded } from "../../render/recorded";
import { stack } from "../support/fleet";
import { RULES, type RuleName } from "./rules";

type Path = readonly (string | number)[];

interface Plant {
  readonly in: string;
  readonly fault: (resource: Recorded) => Recorded;
  /** Name and kind of the resource that is spoiled. */
  readonly at: readonly [name: string, type: string];
  readonly says: string;
}

/** The value with another one at a path; undefined takes it out. */
function put(value: unknown, path: Path, other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return other;
  }
  const copy: object = Array.isArray(value) ? [...value] : { ...Object(value) };
  const inner = put(Reflect.get(copy, key), rest, other);
  if (inner === undefined) {
    Reflect.deleteProperty(copy, key);
  } else {
    Reflect.set(copy, key, inner);
  }
  return copy;
}

const input =
  (path: Path, other: unknown) =>
  (resource: Recorded): Recorded => ({
    ...resource,
    inputs: Object(put(resource.inputs, path, other)),
  });

function without(resource: Recorded, option: "parent" | "provider"): Recorded {
  const copy = { ...resource };
  Reflect.deleteProperty(copy, option);
  return copy;
}

const CONTAINER: Path = ["spec", "template", "spec", "containers", 0];
const query = ["observer-query", "apps/v1:Deployment"] as const;
const service = ["observer-query-service", "Service"] as const;
const prometheus = ["observer-metrics-prometheus", "monitoring.coreos.com/v1:Prometheus"] as const;

/** One for each rule; a rule without one does not compile. */
const PLANTED: Record<RuleName, Plant> = {
  "every resource names its provider": {
    in: "observer",
    at: query,
    fault: (resource) => without(resource, "provider"),
    says: "observer-query has no provider of its own",
  },
  "every resource has a parent": {
    in: "observer",
    at: query,
    fault: (resource) => without(resource, "parent"),
    says: "observer-query has no parent",
  },
  "every name begins with the parent's": {
    in: "observer",
    at: query,
    fault: (resource) => ({ ...resource, name: "query" }),
    says: "query is a child of observer-query, but is not called so",
  },
  "components have no inputs": {
    in: "observer",
    at: ["observer-query", "thanos:thanos:Query"],
    fault: input(["replicas"], 2),
    says: "component observer-query has inputs",
  },
  "nothing secret stands in clear": {
    in: "observee",
    at: ["observee-trust-leaf", "Leaf"],
    fault: (resource) => ({ ...resource, outputs: { keyPem: SECRET } }),
    says: "observee-trust-leaf shows a secret",
  },
  "secrets stay in Secrets": {
    in: "observer",
    at: ["observer-query-endpoints", "ConfigMap"],
    fault: input(["data", "tls.key"], "[secret]"),
    says: "observer-query-endpoints holds a secret, but is no Secret",
  },
  "buckets and CA keys are protected": {
    in: "observee",
    at: ["observee-trust-ca-key", "PrivateKey"],
    fault: (resource) => ({ ...resource, protect: false }),
    says: "observee-trust-ca-key is not protected",
  },
  "containers pass the restricted standard": {
    in: "observer",
    at: query,
    fault: input([...CONTAINER, "securityContext", "allowPrivilegeEscalation"], undefined),
    says: "container thanos of observer-query may gain privileges",
  },
  "pods pass the restricted standard": {
    in: "observer",
    at: query,
    fault: input(["spec", "template", "spec", "volumes", 0], { name: "endpoints", hostPath: {} }),
    says: "observer-query mounts a hostPath",
  },
  "containers ask for resources": {
    in: "observer",
    at: prometheus,
    fault: input(["spec", "thanos", "resources", "requests"], undefined),
    says: "observer-metrics-prometheus has no spec.thanos.resources",
  },
  "images have a version": {
    in: "observer",
    at: query,
    fault: input([...CONTAINER, "image"], "quay.io/thanos/thanos:latest"),
    says: "image quay.io/thanos/thanos:latest has no version",
  },
  "probes go to ports that there are": {
    in: "observer",
    at: query,
    fault: input([...CONTAINER, "livenessProbe", "httpGet", "port"], "web"),
    says: "container thanos of observer-query has no probe, or no port for it",
  },
  "volumes outlive their set": {
    in: "observer",
    at: prometheus,
    fault: input(["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"], "Delete"),
    says: "observer-metrics-prometheus does not keep its volumes (whenDeleted)",
  },
  "workloads select their own pods": {
    in: "observer",
    at: query,
    fault: input(["spec", "selector", "matchLabels"], { "app.kubernetes.io/part-of": "none" }),
    says: "observer-query selects the pods of []",
  },
  "Services reach pods": {
    in: "observer",
    at: service,
    fault: input(["spec", "ports", 0, "targetPort"], "web"),
    says: "observer-query-service goes to port web, which its pods have not",
  },
  "Services are scraped": {
    in: "observer",
    at: ["observer-query-monitor", "ServiceMonitor"],
    fault: input(["spec", "endpoints", 0, "port"], "metrics"),
    says: "observer-query-service is not scraped exactly once",
  },
  "disruption budgets select pods": {
    in: "observer",
    at: ["observer-query-budget", "PodDisruptionBudget"],
    fault: input(["spec", "selector", "matchLabels"], {}),
    says: "observer-query-budget selects 7 workloads",
  },
  "pods find their files and accounts": {
    in: "observer",
    at: query,
    fault: input(["spec", "template", "spec", "serviceAccountName"], "default"),
    says: "observer-query has no account",
  },
  "flags name mounted files": {
    in: "observee",
    at: ["observee-query-leaf", "apps/v1:Deployment"],
    fault: input([...CONTAINER, "volumeMounts", 0, "mountPath"], "/etc/thanos/elsewhere"),
    says: "observee-query-leaf reads /etc/thanos/endpoints/endpoints.yaml, which is not mounted",
  },
  "an Ingress leads to a Service": {
    in: "ingress",
    at: ["observee-edge", "Ingress"],
    fault: input(["spec", "tls", 0, "secretName"], "none"),
    says: "observee-edge has no certificate",
  },
  "roles have no wildcards": {
    in: "observer",
    at: ["observer-metrics-prometheus-role", "ClusterRole"],
    fault: input(["rules", 0, "verbs"], ["*"]),
    says: "observer-metrics-prometheus-role has a wildcard",
  },
  "timeouts fall from the outside in": {
    in: "observer",
    at: ["observer-query-tls", "apps/v1:Deployment"],
    fault: input([...CONTAINER, "args"], ["query", "--store.response-timeout=25s"]),
    says: "Query waits 25 s for the TLS querier, which may take 25 s",
  },
};

describe("a planted fault is caught by the rule:", () => {
  for (const [rule, check] of Object.entries(RULES)) {
    it(rule, async () => {
      const plant = PLANTED[rule as RuleName];
      const { resources } = await stack(plant.in);
      const isTarget = ({ name, type }: Recorded) =>
        name === plant.at[0] && type.endsWith(plant.at[1]);
      assert.equal(resources.filter(isTarget).length, 1);
      const spoiled = resources.map((r) => (isTarget(r) ? plant.fault(r) : r));
      assert.deepEqual(check(spoiled), [plant.says]);
    });
  }
});
