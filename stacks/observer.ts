// Reads the observer's outputs for an observee, and checks them before any component is created.
import * as pulumi from "@pulumi/pulumi";
import { kindChangeErrors } from "../components/edge/kind-change";
import { sharedLocationOf } from "../components/object-store/config";
import type { ObserveeArgs } from "../components/observee/args";
import { existingCas } from "../components/pki/authority/existing-ca";
import { rotationError } from "../components/pki/rotation/step-errors";
import { errorIf, formatValue, type ConfigError } from "../config/errors";
import { throwIfAny, type ObserveeConfig } from "../config/load";
import { getOwn } from "../kubernetes/get-own";
import { observerContract, type ObserverContract } from "./contract";
import { memberErrors } from "./members";
import {
  caExpiryWarnings,
  clusterNameErrors,
  STORE_CA,
  storeCaOf,
  logWarnings,
} from "./own-stack-checks";
import { ownCa, previousOwnCa, previousSenderCa, previousServerCa } from "./previous-ca";
import { observeePreviousOutputs, type ObserveePreviousOutputs } from "./previous-outputs";
import { outputPlace, readContract, readPreviousOutputs } from "./references";
import { timesOf } from "./times";

/** Arguments of the observee that come from the observer's stack, and from its own last `up`. */
export type ObserverView = Pick<
  ObserveeArgs,
  | ("clientCas" | "clientName" | "receive" | "observerAlertmanager" | "readerRoleArn")
  | ("leavingServer" | "leavingAlerting" | "existingCas")
>;

/**
 * Reads the observer; throws a RunError with every error in its outputs. The edge accepts client certificates of the
 * returned `clientCas` only. An observee that the observer has removed gets none, which closes its edge.
 */
export async function readObserver(config: ObserveeConfig): Promise<ObserverView> {
  const { stack = "", values } = config.observer;
  const previous = await readPreviousOutputs(config.stack, observeePreviousOutputs);
  const { contract, errors } =
    values === undefined
      ? await readContract(stack, observerContract, {
          path: "observer.stack",
          absentFix:
            "name it as `pulumi stack ls -Q` shows it, or give its outputs as observer.values",
          reader: config.stack,
        })
      : { contract: values, errors: [] };
  const clientCas = contract && getOwn(contract.clientCa, config.cluster);
  const cas = ownCas(config, previous);
  throwIfAny(config.stack, [
    ...clusterNameErrors(config.cluster, previous.cluster),
    ...(errors.length > 0 ? errors : admissionErrors(config, contract, previous)),
    ...(contract === undefined ? [] : endpointErrors(config, contract)),
    // An observee that was removed may always close its edge.
    ...(contract === undefined || clientCas === undefined
      ? []
      : [
          ...memberErrors(
            {
              name: config.cluster,
              stack: config.stack,
              store: sharedLocationOf(config, config.objectStoreBucket),
              clusterUid: previous.clusterUid,
            },
            contract.members,
          ),
          ...kindChangeErrors(previous, config.exposure),
        ]),
    ...ownCaErrors(config, contract, cas),
  ]);
  const { now } = timesOf(config);
  await logWarnings(caExpiryWarnings(cas, now));
  const sends = config.alerting !== undefined;
  const last = {
    leavingServer: config.serverCertificate.issuer === "self" ? undefined : ownCa(previous),
    leavingAlerting: sends ? undefined : previous.senderRotation,
    existingCas: {
      server: existingCas(previousOwnCa(previous), now),
      sender: existingCas(previousSenderCa(previous), now),
      objectStore: existingCas(previousServerCa(previous.objectStoreCa), now),
    },
  };
  if (contract === undefined || clientCas === undefined) {
    await pulumi.log.warn(
      `the observer does not know "${config.cluster}" any more: its edge, or its push, is taken away, and its alerts stay here. ` +
        "Destroy this stack, or add it to the observer's observees again.",
    );
    return { clientCas: [], ...last };
  }
  return {
    clientCas,
    clientName: contract.cluster,
    ...last,
    receive: config.exposure.kind === "remoteWrite" ? contract.receive : undefined,
    observerAlertmanager: sends ? contract.alertmanager : undefined,
    readerRoleArn: contract.storeReaderRoleArn,
  };
}

/** Errors if the observer was never up, or does not list this observee. One that it has removed is no error. */
function admissionErrors(
  { cluster, stack, observer }: ObserveeConfig,
  contract: ObserverContract | undefined,
  previous: ObserveePreviousOutputs,
): ConfigError[] {
  if (contract === undefined) {
    return [
      {
        path: "observer.stack",
        value: formatValue(observer.stack),
        rule: "this stack has no outputs yet",
        fix: `run \`pulumi up --stack ${observer.stack ?? ""}\` first`,
      },
    ];
  }
  return errorIf(!Object.hasOwn(contract.clientCa, cluster) && previous.trusts === undefined, {
    ...outputPlace(`clientCa.${cluster}`, observer.stack, "observer.values"),
    rule: "is missing: the observer has no client CA for this cluster",
    fix: `add {name: ${cluster}, stack: ${stack}} to its observees and run \`pulumi up\` on it first`,
  });
}

/** Errors if the observer lacks a server that this observee calls. */
const endpointErrors = (
  { exposure, alerting, observer }: ObserveeConfig,
  { receive, alertmanager }: ObserverContract,
): ConfigError[] => [
  ...errorIf(exposure.kind === "remoteWrite" && receive === undefined, {
    ...outputPlace("receive", observer.stack, "observer.values"),
    rule: 'is missing: exposure.kind "remoteWrite" writes to the observer\'s Receive',
    fix: "add receive to the observer's configuration and run `pulumi up` on it first",
  }),
  ...errorIf(alerting !== undefined && alertmanager === undefined, {
    ...outputPlace("alertmanager", observer.stack, "observer.values"),
    rule: "is missing: alerting sends to the edge of the observer's Alertmanager",
    fix: "add alertmanager.edge to the observer's configuration and run `pulumi up` on it first",
  }),
];

/** The stack's CAs as configured, and as the last `up` left them. */
const ownCas = (config: ObserveeConfig, previous: ObserveePreviousOutputs) => [
  {
    path: "serverCertificate.ca",
    wanted: config.serverCertificate.issuer === "self" ? config.serverCertificate.ca : undefined,
    ...previousOwnCa(previous),
  },
  { path: "alerting.ca", wanted: config.alerting?.ca, ...previousSenderCa(previous) },
  { path: STORE_CA, wanted: storeCaOf(config), ...previousServerCa(previous.objectStoreCa) },
];

/** Errors if a configured rotation is not allowed yet, for the CAs that the observer trusts. */
function ownCaErrors(
  config: ObserveeConfig,
  contract: ObserverContract | undefined,
  cas: ReturnType<typeof ownCas>,
): ConfigError[] {
  const trusted = contract && getOwn(contract.trusts, config.cluster);
  const isRemoved = contract !== undefined && !Object.hasOwn(contract.clientCa, config.cluster);
  return cas
    .filter(({ path }) => path !== STORE_CA)
    .flatMap(({ wanted, ...ca }) =>
      wanted === undefined ? [] : [{ ...ca, ...timesOf(config), wanted }],
    )
    .map((step) =>
      rotationError({
        ...step,
        // While the observer does not know the cluster, it does not need to trust any CA of it.
        trustBundle: isRemoved && step.previousRotation !== undefined ? [] : step.trustBundle,
        trusted,
        other: "the observer",
      }),
    )
    .filter((error) => error !== undefined);
}
