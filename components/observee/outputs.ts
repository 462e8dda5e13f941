// Outputs of an observee's stack.
import type * as pulumi from "@pulumi/pulumi";
import { IMAGES } from "../../kubernetes/images";
import { CONTRACT_SCHEMA } from "../../stacks/contract";
import { outputsAfter, type ObserveeOutputs } from "../../stacks/outputs";
import { certificateFingerprint } from "../pki/certificates/fingerprint";
import { certificatesOf } from "../pki/certificates/pem";
import { externalAdditions } from "../prometheus/external";
import type { AlertSender } from "./alert-sender";
import type { ObserveeArgs } from "./args";
import type { Connection } from "./connection";

type Expiry = Readonly<Record<string, pulumi.Output<string>>>;

/** The contract with the observer, and what the next `up` reads. Resolves once what it describes is ready. */
export function observeeOutputs(
  args: ObserveeArgs,
  connection: Connection,
  alerting: AlertSender | undefined,
  certificateEnds: Expiry,
): Record<string, pulumi.Output<unknown>> {
  const { metrics, outputDependencies } = connection;
  const own = ownOutputs(args, connection, alerting, certificateEnds);
  return outputsAfter(
    [...outputDependencies, ...metrics.outputDependencies],
    // Without a schema these outputs are no contract: the observer treats the cluster as pending.
    args.clientCas.length === 0 ? own : { ...own, ...contractOutputs(args, connection) },
  );
}

/** Outputs that the next `up` reads, also of a cluster that the observer does not list: it must know its CAs. */
function ownOutputs(
  args: ObserveeArgs,
  { metrics, trust, cas }: Connection,
  alerting: AlertSender | undefined,
  certificateEnds: Expiry,
) {
  const { clientCas, receive, observerAlertmanager, serverCertificate: certificate } = args;
  const serverCas = [receive, observerAlertmanager].flatMap((endpoint) =>
    certificatesOf(endpoint?.serverCa ?? ""),
  );
  return {
    cluster: args.cluster,
    clusterUid: metrics.clusterUid,
    trusts: [...clientCas, ...serverCas].map(certificateFingerprint),
    certificateEnds,
    ...cas,
    ...metrics.outputsForNextUp,
    senderCa: alerting?.issued.caBundle,
    ...externalAdditions(args),
    rotation:
      certificate.issuer === "self"
        ? { ...certificate.ca, leafSince: trust.own.leaf?.since }
        : undefined,
    senderRotation: alerting?.rotation,
  } satisfies ObserveeOutputs;
}

const contractOutputs = (args: ObserveeArgs, { metrics, contract }: Connection) =>
  ({
    ...contract,
    schema: CONTRACT_SCHEMA,
    objectStore: metrics.location,
    deleteDelay: args.compact.deleteDelay,
    scrapeInterval: args.prometheus.scrapeInterval,
    kmsKeyArn: metrics.kmsKeyArn,
    thanosVersion: IMAGES.thanos.tag,
  }) satisfies ObserveeOutputs;
