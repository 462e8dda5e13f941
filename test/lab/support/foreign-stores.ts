// StoreAPIs that do not belong to observees: Rulers with a series each and, if requested, mutual TLS.
import { stringify } from "yaml";
import { apply, kubectl } from "../../../lab/cluster/kubectl";
import { observer } from "../../../lab/cluster/machines";
import { PORTS } from "../../../kubernetes/ports";
import { imageReference } from "../../../kubernetes/images";
import type { Identity } from "./certificates";
import { NAMESPACE } from "./cluster";
import { QUERY } from "../../../components/query/part";

const THEIRS = "lab-elsewhere";
/** Value of the series of each. */
export const SERIES = "lab_elsewhere";
const FOLDERS = { rules: "/etc/rules", tls: "/etc/tls" } as const;

/** A server that requires certificates: its own certificate, and the CA of its clients. */
interface Guarded {
  readonly identity: Identity;
  readonly clientCa: string;
}

interface Theirs {
  readonly name: string;
  readonly guarded?: Guarded;
}

export const addressOf = (name: string): string => `${name}.${THEIRS}.svc:${String(PORTS.grpc)}`;

const RULES = { groups: [{ name: "lab", rules: [{ record: SERIES, expr: "vector(1)" }] }] };

const argsOf = ({ name, guarded }: Theirs): string[] => [
  "rule",
  "--data-dir=/tmp/rule",
  "--eval-interval=5s",
  `--rule-file=${FOLDERS.rules}/*.yaml`,
  `--query=http://${QUERY.name}.${NAMESPACE}.svc:${String(PORTS.http)}`,
  `--label=cluster="${name}"`,
  ...(guarded === undefined
    ? []
    : [
        `--grpc-server-tls-cert=${FOLDERS.tls}/tls.crt`,
        `--grpc-server-tls-key=${FOLDERS.tls}/tls.key`,
        `--grpc-server-tls-client-ca=${FOLDERS.tls}/ca.crt`,
      ]),
];

function objectsOf(theirs: Theirs): object[] {
  const { name, guarded } = theirs;
  const metadata = { name, namespace: THEIRS };
  const labels = { app: name };
  const folders = [
    { name: "rules", mountPath: FOLDERS.rules, from: { configMap: { name } } },
    ...(guarded === undefined
      ? []
      : [{ name: "tls", mountPath: FOLDERS.tls, from: { secret: { secretName: name } } }]),
  ];
  const container = {
    name: "thanos",
    image: imageReference("thanos", {}),
    args: argsOf(theirs),
    volumeMounts: folders.map(({ name: volume, mountPath }) => ({ name: volume, mountPath })),
    readinessProbe: { httpGet: { path: "/-/ready", port: PORTS.http }, periodSeconds: 1 },
  };
  const volumes = folders.map(({ name: volume, from }) => ({ name: volume, ...from }));
  const spec = { terminationGracePeriodSeconds: 1, containers: [container], volumes };
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "lab.yaml": stringify(RULES) } },
    ...(guarded === undefined ? [] : [tlsSecret(metadata, guarded.identity, guarded.clientCa)]),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port: PORTS.grpc }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec },
      },
    },
  ];
}

/** A Secret as both ends of mutual TLS read it. */
export const tlsSecret = (
  metadata: { readonly name: string; readonly namespace: string },
  { cert, key }: Identity,
  ca: string,
): object => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata,
  stringData: { "tls.crt": cert, "tls.key": key, "ca.crt": ca },
});

export async function startElsewhere(all: readonly Theirs[]): Promise<void> {
  await apply(observer.name, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: THEIRS } }]);
  await apply(observer.name, all.flatMap(objectsOf));
}

/** Deletes some of them, or all with their namespace. */
export async function stopElsewhere(...names: readonly string[]): Promise<void> {
  const what =
    names.length === 0 ? ["namespace", THEIRS] : ["deployment", ...names, `--namespace=${THEIRS}`];
  await kubectl(observer.name, ["delete", ...what]);
}
