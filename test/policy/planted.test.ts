// Every rule catches a fault that was planted for it: a rule that always holds would prove nothing.
import * as assert from "node:assert/strict";
import { SECRET } from "../../tools/render/placeholders";
import type { Recorded } from "../../tools/render/recorded";
import { stack } from "../support/fleet";
import { RULES, type RuleName } from "./rules";

type Path = readonly (string | number)[];

interface Plant {
  readonly in: string;
  /** The resource as it would be, and what would stand beside it. */
  readonly fault: (resource: Recorded) => Recorded | readonly Recorded[];
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

/** A second one beside it, which differs. */
const beside =
  (name: string, path: Path, other: unknown) =>
  (resource: Recorded): Recorded[] => [resource, { ...input(path, other)(resource), name }];

const CONTAINER: Path = ["spec", "template", "spec", "containers", 0];
const query = ["observer-query", "apps/v1:Deployment"] as const;
const store = ["observer-store-observer", "apps/v1:StatefulSet"] as const;
const service = ["observer-query-service", "Service"] as const;
const clientCa = ["observee-trust-client-ca", "Secret"] as const;
const route = ["observee-edge", "IngressRoute"] as const;
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
  "namespaces with volumes are kept": {
    in: "observer",
    at: ["observer-metrics-namespace", "Namespace"],
    fault: (resource) => ({ ...resource, retainOnDelete: false }),
    says: "observer-metrics-namespace is not retained, and with it go its volumes",
  },
  "no rule of a bucket ends a current object": {
    in: "observer",
    at: ["observer-metrics-bucket-lifecycle", "BucketLifecycleConfiguration"],
    fault: input(["rules", 0, "expiration", "days"], 400),
    says: "observer-metrics-bucket-lifecycle ends current objects",
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
  "secrets reach pods as files": {
    in: "observer",
    at: query,
    fault: input(
      [...CONTAINER, "env"],
      [{ name: "KEY", valueFrom: { secretKeyRef: { name: "thanos-objstore", key: "key" } } }],
    ),
    says: "observer-query has a secret in a variable",
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
  "sets stay when their claims would change": {
    in: "observer",
    at: store,
    fault: (resource) => ({ ...resource, ignoreChanges: [] }),
    says: "observer-store-observer goes away when its storage changes",
  },
  "an up waits as long as pods may take": {
    in: "observer",
    at: store,
    fault: input(["spec", "template", "spec", "terminationGracePeriodSeconds"], 3600),
    says: "observer-store-observer is waited for 5m, and may take longer to end",
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
  "metrics ports are scraped": {
    in: "observer",
    at: ["observer-query-monitor", "ServiceMonitor"],
    fault: input(["spec", "endpoints", 0, "port"], "grpc"),
    says: "observer-query-service has a port http that nobody scrapes",
  },
  "disruption budgets select pods": {
    in: "observer",
    at: ["observer-query-budget", "PodDisruptionBudget"],
    fault: input(["spec", "selector", "matchLabels"], {}),
    says: "observer-query-budget selects 8 workloads",
  },
  "pods find their files and accounts": {
    in: "observer",
    at: query,
    fault: input(["spec", "template", "spec", "serviceAccountName"], "default"),
    says: "observer-query has no account",
  },
  "pods start after their files": {
    in: "observer",
    at: ["observer-grafana", "apps/v1:StatefulSet"],
    fault: (resource) => ({
      ...resource,
      dependsOn: resource.dependsOn.filter((one) => !one.endsWith("::observer-grafana-config")),
    }),
    says: "observer-grafana does not wait for observer-grafana-config",
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
  "edges ask for a certificate": {
    in: "gateway",
    at: ["observee-edge-gateway", "Gateway"],
    fault: input(
      ["spec", "tls", "frontend", "default", "validation", "mode"],
      "AllowInsecureFallback",
    ),
    says: "observee-edge-gateway asks nobody for a certificate",
  },
  "a plain port is shut where certificates are asked for": {
    in: "published-mutual-tls",
    at: ["observer-query-publish", "Ingress"],
    fault: input(
      ["metadata", "annotations", "nginx.ingress.kubernetes.io/auth-tls-match-cn"],
      undefined,
    ),
    says: "observer-query-publish asks nobody for a certificate at the plain port",
  },
  "edges answer to one name": {
    in: "traefik",
    at: route,
    fault: input(["spec", "routes", 0, "match"], "PathPrefix(`/`)"),
    says: "observee-edge answers to any name",
  },
  "routes find their TLS options": {
    in: "traefik",
    at: ["observee-edge-tls-option", "TLSOption"],
    fault: beside("observee-edge-other", ["metadata", "name"], "thanos-edge"),
    says: "observee-edge names a TLSOption that nobody makes",
  },
  "edges find their CAs": {
    in: "traefik",
    at: clientCa,
    fault: input(["metadata", "name"], "other"),
    says: "observee-edge reads its CAs from thanos-client-ca, which nobody makes",
  },
  "CAs of an edge have their key": {
    in: "ingress",
    at: clientCa,
    fault: input(["stringData"], { "tls.crt": "x", "tls.key": "x" }),
    says: "thanos-client-ca has no ca.crt",
  },
  "CAs of an edge are not empty": {
    in: "ingress",
    at: clientCa,
    fault: input(["stringData", "ca.crt"], "\n"),
    says: "the ca.crt of thanos-client-ca is empty",
  },
  "routes of a host agree": {
    in: "traefik",
    at: route,
    fault: beside("observee-edge-other", ["spec", "tls", "options", "name"], "default"),
    says: "observee-edge-other has other TLS options for thanos.paris.example.com than another route",
  },
  "a host has one way in": {
    in: "published",
    at: ["observer-query-publish", "Ingress"],
    fault: input(["spec", "rules", 0, "host"], "thanos.example.com"),
    says: "observer-query-publish is a second way in to thanos.example.com",
  },
  "what is published has a login": {
    in: "published",
    at: ["observer-query-frontend-publish", "Ingress"],
    fault: input(["metadata", "annotations", "nginx.ingress.kubernetes.io/auth-url"], undefined),
    says: "observer-query-frontend-publish has no login",
  },
  "namespaces are denied by default": {
    in: "helm",
    at: ["observer-metrics-monitoring-default-deny", "NetworkPolicy"],
    fault: input(["spec", "podSelector"], { matchLabels: { app: "grafana" } }),
    says: "namespace operators lets anybody in or out",
  },
  "namespaces tell of pods that restricted refuses": {
    in: "helm",
    at: ["observer-metrics-monitoring-namespace", "Namespace"],
    fault: input(["metadata", "labels", "pod-security.kubernetes.io/warn"], undefined),
    says: "namespace operators does not warn",
  },
  "roles have no wildcards": {
    in: "observer",
    at: ["observer-metrics-prometheus-role", "ClusterRole"],
    fault: input(["rules", 0, "verbs"], ["*"]),
    says: "observer-metrics-prometheus-role has a wildcard",
  },
  "timeouts fall from the outside in": {
    in: "per-observee",
    at: ["observer-query-tls-paris", "apps/v1:Deployment"],
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
      const spoiled = resources.flatMap((r) => (isTarget(r) ? plant.fault(r) : [r]));
      assert.deepEqual(check(spoiled), [plant.says]);
    });
  }
});
