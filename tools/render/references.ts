// Outputs of other stacks for a rendering: supplied ones, else those of an example stack, else placeholders.
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { certificateFingerprint } from "../../components/pki/certificates/fingerprint";
import {
  CONTRACT_SCHEMA,
  type ObserveeContract,
  type ObserverContract,
} from "../../stacks/contract";
import { alertmanagerServerName, receiveServerName } from "../../kubernetes/names";
import { jsonOf } from "../../config/json";
import { awsEndpoint } from "../../components/object-store/spec";
import { DELETE_DELAY } from "../../components/compactor/spec";
import { IMAGES } from "../../kubernetes/images";
import { userError } from "../../config/user-error";
import { CLIENT_CA, SERVER_CA } from "./certificates";
import { CA_ENDS, LEAF_ENDS, edgeHost, uidOf } from "./placeholders";
import { record, type References } from "./recorder";
import { FULL_NAME, PROJECT, readStackConfig, type StackConfig } from "./stack-config";

const referencesFile = z.record(
  z.string(),
  z.object({ outputs: z.record(z.string(), z.unknown()) }),
);

export function readReferences(file: string): References {
  try {
    const stacks = referencesFile.parse(JSON.parse(fs.readFileSync(file, "utf8")));
    return Object.fromEntries(
      Object.entries(stacks).map(([stack, { outputs }]) => [stack, outputs]),
    );
  } catch {
    throw userError(`"${file}" must be JSON: {"<full stack name>": {"outputs": {…}}}.`);
  }
}

/** Outputs of every stack that `config` refers to; those in `supplied` come first. */
export async function completeReferences(
  config: StackConfig,
  supplied: References,
  folder: string,
): Promise<References> {
  const complete: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [stack, placeholder] of Object.entries(placeholders(config))) {
    complete[stack] = supplied[stack] ??
      (await exampleOutputs(stack, folder)) ?? { ...placeholder };
  }
  return { ...complete, ...supplied };
}

type Outputs = Readonly<Record<string, unknown>>;
const examples = new Map<string, Promise<Outputs | undefined>>();

/** Outputs of an example stack, recorded once; undefined if the stack has no example file. */
async function exampleOutputs(stack: string, folder: string): Promise<Outputs | undefined> {
  const name = stack.split("/").pop() ?? "";
  const file = path.join(folder, `Pulumi.${name}.yaml`);
  if (stack !== FULL_NAME(name) || !fs.existsSync(file)) {
    return undefined;
  }
  const outputs = examples.get(file) ?? recordOutputs(name, file);
  examples.set(file, outputs);
  return outputs;
}

/** The example's own references are placeholders, since two examples may refer to each other. */
async function recordOutputs(name: string, file: string): Promise<Outputs | undefined> {
  const config = readStackConfig(file);
  const references = { ...placeholders(config) };
  const { outputs, error } = await record({ stack: name, config, references, preview: false });
  return error === undefined ? outputs : undefined;
}

const observeesKey = z.array(z.object({ name: z.string(), stack: z.string() }));
const exposureKey = z.object({ kind: z.string() });
const serverKey = z.object({ region: z.string(), endpoint: z.string() });
const observerKey = z.object({ stack: z.string() });

/** Placeholders for the stacks that a configuration names; the program itself rejects invalid names. */
export function placeholders(
  config: StackConfig,
): Record<string, ObserveeContract | ObserverContract> {
  const observees = observeesKey.safeParse(json(config, "observees"));
  const observer = observerKey.safeParse(json(config, "observer"));
  const sends = json(config, "alerting") !== null;
  const pushes = exposureKey.safeParse(json(config, "exposure")).data?.kind === "remoteWrite";
  const server = serverKey.safeParse(json(config, "objectStore")).data;
  const cluster = config.values[`${PROJECT}:cluster`] ?? "";
  return {
    ...Object.fromEntries(
      (observees.data ?? []).map(({ name, stack }) => [stack, observeeOutputs(name, server)]),
    ),
    ...(observer.success
      ? {
          [observer.data.stack]: {
            ...observerOutputs([cluster]),
            receive: pushes ? receive : undefined,
            alertmanager: sends ? alertmanager : undefined,
          },
        }
      : {}),
  };
}

const json = (config: StackConfig, key: string): unknown =>
  jsonOf(config.values[`${PROJECT}:${key}`] ?? "null");

const AMAZON = { region: "eu-west-3", endpoint: awsEndpoint("eu-west-3") };

/** Placeholder outputs of an observee; its bucket is at AWS, or on the observer's server, with one key pair. */
export const observeeOutputs = (
  cluster: string,
  { region, endpoint } = AMAZON,
): ObserveeContract => ({
  schema: CONTRACT_SCHEMA,
  cluster,
  address: `${edgeHost(cluster)}:443`,
  serverName: `${cluster}.observee.internal`,
  serverCa: SERVER_CA,
  trusts: [certificateFingerprint(CLIENT_CA)],
  objectStore: { type: "S3", bucket: `metrics-${cluster}`, region, endpoint },
  deleteDelay: DELETE_DELAY,
  scrapeInterval: "15s",
  thanosVersion: IMAGES.thanos.tag,
  certificateEnds: { serverCa: CA_ENDS, server: LEAF_ENDS },
  clusterUid: uidOf(cluster),
});

export const observerOutputs = (observees: readonly string[]): ObserverContract => ({
  schema: CONTRACT_SCHEMA,
  cluster: "observer",
  clientCa: Object.fromEntries(observees.map((observee) => [observee, [CLIENT_CA]])),
  trusts: Object.fromEntries(
    observees.map((observee) => [observee, [certificateFingerprint(SERVER_CA)]]),
  ),
  certificateEnds: {},
  members: {},
  clusterUid: uidOf("observer"),
});

/** The observer's Receive, for observees that remote-write to it. */
const receive: ObserverContract["receive"] = {
  address: `${edgeHost("observer")}:443`,
  serverName: receiveServerName("observer"),
  serverCa: SERVER_CA,
};

/** The observer's Alertmanager, for observees that send alerts to it. */
const alertmanager: ObserverContract["alertmanager"] = {
  address: `${edgeHost("observer")}:9443`,
  serverName: alertmanagerServerName("observer"),
  serverCa: SERVER_CA,
};
