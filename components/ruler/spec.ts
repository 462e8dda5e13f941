// Builds flags, files and pod of the Ruler, which evaluates rules over the whole fleet, stores the results and alerts.
import { PORTS } from "../../kubernetes/ports";
import { REPLICA_LABEL } from "../prometheus/spec";
import { TIMEOUTS, seconds } from "../../kubernetes/query-timeouts";
import {
  commonFlags,
  definedPart,
  grpcAddress,
  httpAddress,
  type Mounted,
  type StatefulPart,
} from "../../kubernetes/workload";
import { toYaml } from "../../kubernetes/yaml";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import type { StoredPartArgs } from "../object-store/secret";
import { checksum } from "../pki/certificates/fingerprint";
import { ALERTMANAGER } from "../alertmanager/part";
import { QUERY } from "../query/part";
import type { RulerConfig } from "./config";
import { RULER } from "./part";

const DATA_DIR = "/var/thanos/rule";
const FILES_DIR = "/etc/thanos/rule";
const RULES_FILE = "rules.yaml";
const ALERTMANAGERS_FILE = "alertmanagers.yaml";

/** Label that distinguishes the Ruler's replicas; Query deduplicates by it. */
export const RULE_REPLICA_LABEL = "rule_replica";

/** A rule group with the fields of a PrometheusRule's group. */
export interface RuleGroup {
  readonly name: string;
  readonly interval?: string | undefined;
  readonly partial_response_strategy: "abort" | "warn";
  readonly rules: readonly object[];
}

/** Values of the flags and files. */
export interface RuleArgs extends Pick<
  RulerConfig,
  "evaluationInterval" | "retention" | "queryUrl"
> {
  readonly groups: readonly RuleGroup[];
  /** Length of a TSDB block, as a Thanos duration. */
  readonly blockDuration: string;
  /** Whether to send alerts to this stack's Alertmanager. */
  readonly alerts: boolean;
}

/**
 * Flags of a Ruler, with or without an object store: https://thanos.io/tip/components/rule.md/#flags. There is no
 * external label `cluster`: it would overwrite the label of the results, which are about every cluster.
 */
export const evaluationFlags = ({
  namespace,
  dataDir,
  ...args
}: RuleArgs & { readonly namespace: string; readonly dataDir: string }): string[] => [
  "rule",
  ...commonFlags,
  httpAddress,
  grpcAddress,
  `--data-dir=${dataDir}`,
  `--label=${RULE_REPLICA_LABEL}="$(POD_NAME)"`,
  `--tsdb.retention=${args.retention}`,
  `--tsdb.block-duration=${args.blockDuration}`,
  `--eval-interval=${args.evaluationInterval}`,
  `--rule-file=${FILES_DIR}/${RULES_FILE}`,
  `--query=${QUERY.name}.${namespace}.svc:${String(PORTS.http)}`,
  // Without the replica labels, Alertmanager deduplicates the replicas' alerts.
  ...[RULE_REPLICA_LABEL, REPLICA_LABEL].map((label) => `--alert.label-drop=${label}`),
  ...(args.queryUrl === undefined ? [] : [`--alert.query-url=${args.queryUrl}`]),
  ...(args.alerts
    ? [
        `--alertmanagers.config-file=${FILES_DIR}/${ALERTMANAGERS_FILE}`,
        `--alertmanagers.sd-dns-interval=${seconds(TIMEOUTS.dns)}`,
      ]
    : []),
];

export const ruleFlags = (namespace: string, args: RuleArgs): string[] => [
  ...evaluationFlags({ ...args, namespace, dataDir: DATA_DIR }),
  objstoreFlag,
];

/** Volume of `ruleFiles`; `configMap` is the name of the ConfigMap, which is the part's. */
export const ruleFilesVolume = (configMap: string): Mounted => ({
  name: "files",
  mountPath: FILES_DIR,
  source: { configMap: { name: configMap } },
});

/** Files of the ConfigMap, by key. */
export const ruleFiles = (
  namespace: string,
  args: Pick<RuleArgs, "groups" | "alerts">,
): Record<string, string> => ({
  [RULES_FILE]: toYaml({ groups: args.groups }),
  ...(args.alerts ? { [ALERTMANAGERS_FILE]: toYaml(alertmanagers(namespace)) } : {}),
});

/** Alerts go to every replica of Alertmanager; the replicas agree on which one notifies. */
const alertmanagers = (namespace: string) => ({
  alertmanagers: [
    {
      static_configs: [`dnssrv+_web._tcp.${ALERTMANAGER.name}.${namespace}.svc`],
      scheme: "http",
      api_version: "v2",
    },
  ],
});

/** The Ruler. Its pods restart when the object store configuration or the rules change. */
export const rulePart = (
  args: StoredPartArgs & RuleArgs,
  files: Readonly<Record<string, string>>,
): StatefulPart => ({
  ...definedPart(RULER, args),
  args: ruleFlags(args.namespace, args),
  grpc: true,
  podNameEnv: true,
  drainSeconds: TIMEOUTS.drain,
  dataDir: DATA_DIR,
  podAnnotations: {
    "checksum/objstore": args.objstore.checksum,
    // The files are read at start only; one replica keeps evaluating while the other restarts.
    "checksum/config": checksum(JSON.stringify(files)),
  },
  volumes: [objstoreVolume(args.objstore.secretName), ruleFilesVolume(RULER.name)],
});
