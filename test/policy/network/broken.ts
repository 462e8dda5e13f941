// Policies broken in one place each, of both roles, which the look at every call has to find.
import { PORTS } from "../../../kubernetes/ports";
import type { Recorded } from "../../../tools/render/recorded";
import { policyOf, type Policy } from "../../support/network";

/** One of a stack's policies, or its rules, changed. */
export type Break = (policy: Policy) => Policy | undefined;

type Rules = NonNullable<Policy["spec"]["egress"]>;
type Ins = NonNullable<Policy["spec"]["ingress"]>;

const only =
  (name: string, change: Break): Break =>
  (policy) =>
    policy.metadata.name === name ? change(policy) : policy;

const spec = (policy: Policy, other: Partial<Policy["spec"]>): Policy => ({
  ...policy,
  spec: { ...policy.spec, ...other },
});

const out = (name: string, change: (rules: Rules) => Rules): Break =>
  only(name, (policy) => spec(policy, { egress: change(policy.spec.egress ?? []) }));
const into = (name: string, change: (rules: Ins) => Ins): Break =>
  only(name, (policy) => spec(policy, { ingress: change(policy.spec.ingress ?? []) }));

const mayCall = (name: string, rule: Rules[number]): Break =>
  out(name, (rules) => [...rules, rule]);
const letsIn = (name: string, rule: Ins[number]): Break => into(name, (rules) => [...rules, rule]);

/** Without the rules whose text holds the word. */
const without = (word: string) => (rule: object) => !JSON.stringify(rule).includes(word);

const labelled = (name: string) => ({ matchLabels: { "app.kubernetes.io/name": name } });
const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});
const tcp = (port: number) => [{ protocol: "TCP" as const, port }];
const EVERYWHERE = { ipBlock: { cidr: "0.0.0.0/0" } };

const QUERY = "thanos-query";
const FRONTEND = "thanos-query-frontend";
const STORE = "thanos-store";
const LEAF = "thanos-query-leaf";
const COMPACT = "thanos-compact";
const grpc = tcp(PORTS.grpc);

/** By the stack whose policies are broken. */
export const BROKEN: Readonly<Record<"observer" | "observee", Readonly<Record<string, Break>>>> = {
  observer: {
    "the one that denies is not there": only("default-deny", () => undefined),
    "the one that denies takes pods by a label": only("default-deny", (policy) =>
      spec(policy, { podSelector: labelled(QUERY) }),
    ),
    "the one that denies does so one way": only("default-deny", (policy) =>
      spec(policy, { policyTypes: ["Ingress"] }),
    ),
    "a rule has no peers": letsIn(STORE, { ports: grpc }),
    "a rule has an empty list of peers": letsIn(STORE, { from: [], ports: grpc }),
    "a rule lets in every pod of the namespace": letsIn(STORE, {
      ...{ from: [{ podSelector: {} }], ports: grpc },
    }),
    "a rule lets in every namespace": letsIn(STORE, {
      ...{ from: [{ namespaceSelector: {} }], ports: grpc },
    }),
    "a rule lets in that pod, of whatever namespace": letsIn(STORE, {
      from: [{ namespaceSelector: {}, podSelector: labelled(QUERY) }],
      ports: grpc,
    }),
    "a rule lets in every address": letsIn(STORE, { from: [EVERYWHERE], ports: grpc }),
    "a rule has no ports": letsIn(STORE, { from: [{ podSelector: labelled(QUERY) }] }),
    "a rule has one port too many": letsIn(QUERY, {
      ...{ from: [{ podSelector: labelled(FRONTEND) }], ports: grpc },
    }),
    "a rule is of the other protocol": letsIn(STORE, {
      from: [{ podSelector: labelled(QUERY) }],
      ports: [{ protocol: "UDP", port: PORTS.grpc }],
    }),
    "nobody is let in": into(STORE, () => []),
    "a part may call nobody": out(QUERY, () => []),
    "a part may be called by anybody": letsIn(STORE, {}),
    "a policy takes no pod of its part": only(STORE, (policy) =>
      spec(policy, { podSelector: labelled("thanos-stores") }),
    ),
    "a policy takes another part's pods too": only(STORE, (policy) =>
      spec(policy, { podSelector: {} }),
    ),
    "a policy is in another namespace": only(QUERY, (policy) => ({
      ...policy,
      metadata: { ...policy.metadata, namespace: "default" },
    })),
    "Query may call any server's port 8443": mayCall(QUERY, { ports: tcp(8443) }),
    "Query may call all of kube-system": mayCall(QUERY, { to: [inNamespace("kube-system")] }),
    "Query may call any address' SSH": mayCall(QUERY, { to: [EVERYWHERE], ports: tcp(22) }),
    "Query may not look names up": out(QUERY, (rules) => rules.filter(without(":53}"))),
    "a Store Gateway may not read the bucket": out(STORE, (rules) =>
      rules.filter(without(":443}")),
    ),
    "Query may call no edge": out(QUERY, (rules) => rules.filter(without(":443}"))),
    "the metadata of the cloud is open, beside DNS": mayCall(STORE, {
      ...{ to: [{ ipBlock: { cidr: "169.254.169.254/32" } }], ports: tcp(80) },
    }),
    "Grafana may not call the API server": out("grafana", (rules) =>
      rules.filter(without(":6443}")),
    ),
    "a row of the table is not there": (policy) =>
      into(QUERY, (rules) => rules.filter(without(FRONTEND)))(
        out(FRONTEND, (rules) => rules.filter(without(`${QUERY}"`)))(policy) ?? policy,
      ),
    "a part cannot be scraped": into(COMPACT, () => []),
  },
  observee: {
    "the one that denies is not there": only("default-deny", () => undefined),
    "the leaf may call anything": mayCall(LEAF, {}),
    "the leaf may call another namespace's sidecars": mayCall(LEAF, {
      ...{ to: [inNamespace("monitoring")], ports: grpc },
    }),
    "the leaf may not ask the sidecars": out(LEAF, (rules) => rules.filter(without(":10901}"))),
    "the leaf may not look names up": out(LEAF, (rules) => rules.filter(without(":53}"))),
    "nobody reaches the leaf": into(LEAF, () => []),
    "anybody reaches the leaf's HTTP": letsIn(LEAF, { ports: tcp(PORTS.http) }),
    "anybody reaches the sidecar": letsIn("prometheus", { ports: grpc }),
    "a pod of the namespace reaches Prometheus": letsIn("prometheus", {
      from: [{ podSelector: {} }],
      ports: tcp(PORTS.prometheus),
    }),
    "Prometheus may call nobody": out("prometheus", () => []),
    "the Compactor may not reach the bucket": out(COMPACT, (rules) =>
      rules.filter(without(":443}")),
    ),
    "the Compactor may call another port of the bucket's server": mayCall(COMPACT, {
      ports: tcp(22),
    }),
    "the Compactor may ask a DNS of others": mayCall(COMPACT, {
      to: [EVERYWHERE],
      ports: [{ protocol: "UDP", port: 53 }],
    }),
    "a rule lets in a whole other namespace": letsIn(COMPACT, {
      from: [inNamespace("default")],
      ports: tcp(PORTS.http),
    }),
  },
};

/** The stack with its policies broken. */
export const broken = (resources: readonly Recorded[], breaks: Break): Recorded[] =>
  resources.flatMap((resource) => {
    if (resource.inputs["kind"] !== "NetworkPolicy") {
      return [resource];
    }
    const policy = breaks(policyOf(resource.inputs));
    return policy === undefined
      ? []
      : [{ ...resource, inputs: { kind: "NetworkPolicy", ...policy } }];
  });
