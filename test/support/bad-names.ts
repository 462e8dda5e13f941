// Configurations with invalid keys and names, with the expected errors.
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "./configs";

export interface Case {
  readonly refuses: string;
  readonly config: ConfigObject;
  /** Path, value, rule and fix. */
  readonly says: string;
}

const observees = (...entries: unknown[]) => withKeys(OBSERVER, { observees: entries });
const paris = { name: "paris", stack: "organization/thanos-fleet/paris" };
const self = { stack: "organization/thanos-fleet/test" };

const CLUSTER =
  "must be a DNS label of 39 characters at most: lower-case letters, digits and hyphens, beginning with a letter; " +
  'rename it, for example to "paris" or "eu-west-1"';

export const KEYS_AND_ROLE: readonly Case[] = [
  {
    refuses: "an unknown key, and names the one that was meant",
    config: withKeys(OBSERVER, { quary: {} }),
    says:
      "quary is not one of alertmanager, alertmanagerSecrets, alerts, aws, bucketWeb, certificates, cluster, compact, externalPrometheus, grafana, grafanaAdminPassword, grafanaSecrets, images, kubernetes, monitoringStack, monitors, namespace, networkPolicies, objectStore, objectStoreAccessKey, objectStoreConfig, " +
      "objectStoreSecretKey, observeeStoreConfigs, observeeStoreKeys, observees, prometheus, query, queryFrontend, receive, revoked, role, ruler, sameCluster, size, store, tlsQuerier, " +
      'unsafeForTests; did you mean "query"?',
  },
  {
    refuses: "an unknown key inside another",
    config: withKeys(OBSERVEE, { leafQuery: { replica: 2 } }),
    says: 'leafQuery.replica is not one of replicas; did you mean "replicas"?',
  },
  {
    refuses: "a key of another kind of exposure",
    config: withKeys(OBSERVEE, { exposure: { kind: "loadBalancer", hostname: "a.example.com" } }),
    says: "exposure.hostname is not one of address, annotations, kind, port, sourceRanges; remove it",
  },
  {
    refuses: "a missing role",
    config: withKeys(OBSERVER, { role: undefined }),
    says: 'role is required; set it to "observer" or "observee"',
  },
  {
    refuses: "a mistyped role",
    config: withKeys(OBSERVER, { role: "observr" }),
    says: 'role is "observr", but must be "observer" or "observee"; did you mean "observer"?',
  },
  {
    refuses: "a role that there is not",
    config: withKeys(OBSERVER, { role: "hub" }),
    says: 'role is "hub", but must be "observer" or "observee"; use one of them',
  },
  {
    refuses: "a missing kube context",
    config: withKeys(OBSERVER, { kubernetes: undefined }),
    says:
      "kubernetes.context is required; name a context of your kubeconfig (`kubectl config get-contexts`), " +
      "since the current one is never used",
  },
  {
    refuses: "an empty kube context",
    config: withKeys(OBSERVER, { kubernetes: { context: "" } }),
    says: 'kubernetes.context is "", but must not be empty; give it a value or leave it out',
  },
];

export const NAMES: readonly Case[] = [
  {
    refuses: "an observee's name that stands twice",
    config: observees(paris, { ...paris, stack: "organization/thanos-fleet/other" }),
    says: 'observees[1].name is "paris", but it repeats observees[0].name; give each observee a name of its own',
  },
  {
    refuses: "an illegal name of an observee",
    config: observees({ ...paris, name: "Paris_1" }),
    says: `observees[0].name is "Paris_1", but ${CLUSTER}`,
  },
  {
    refuses: "a cluster name that is one letter too long",
    config: withKeys(OBSERVER, { cluster: "a".repeat(40) }),
    says: `cluster is "${"a".repeat(40)}", but ${CLUSTER}`,
  },
  {
    refuses: "an observee called as the observer",
    config: observees({ ...paris, name: "observer" }),
    says:
      'observees[0].name is "observer", but this is the observer\'s own cluster name; ' +
      "remove the entry, since the observer queries its own cluster anyway, or rename one of the two",
  },
  {
    refuses: "an observer that observes itself",
    config: observees({ name: "paris", ...self }),
    says:
      'observees[0].stack is "organization/thanos-fleet/test", but the observer cannot be an observee of itself; ' +
      "name the observee's own stack",
  },
  {
    refuses: "an observee that is its own observer",
    config: withKeys(OBSERVEE, { observer: self }),
    says:
      'observer.stack is "organization/thanos-fleet/test", but a stack cannot be its own observer; ' +
      "name the stack whose role is observer",
  },
  {
    refuses: "a stack name that is not a full one",
    config: withKeys(OBSERVEE, { observer: { stack: "observer" } }),
    says:
      'observer.stack is "observer", but must be a full stack name: organization/project/stack; ' +
      'use for example "organization/thanos-fleet/observer" (`pulumi stack ls -Q` shows names)',
  },
  {
    refuses: "a reference that is neither a stack nor values",
    config: withKeys(OBSERVEE, { observer: {} }),
    says:
      "observer is {}, but must have exactly one of stack and values; " +
      "name the observer's stack, or give its outputs as values",
  },
];
