// Creates the cluster's own Prometheus from its configuration.
import type * as pulumi from "@pulumi/pulumi";
import { alertmanagerEndpoints } from "../alertmanager/spec";
import { hasOwnCa } from "../object-store/config";
import type { SharedConfig } from "../../config/shared";
import { diskOf, retentionSizeOf } from "../../kubernetes/disks";
import { imageReference } from "../../kubernetes/images";
import type { ObjectStoreSecret } from "../object-store/secret";
import { Prometheus, type PrometheusArgs } from "./component";

export interface OwnPrometheusArgs extends SharedConfig, Pick<PrometheusArgs, "roleArn"> {
  readonly objstore: ObjectStoreSecret;
  /** Receive and the client certificate for it; no remote write by default. */
  readonly remoteWrite?: Required<Pick<PrometheusArgs, "receive" | "writer">> | undefined;
  /** The observer's Alertmanager and the client certificate for it; by default no alerts go there. */
  readonly sentAlerts?:
    Required<Pick<PrometheusArgs, "observerAlertmanager" | "sender">> | undefined;
}

export function ownPrometheus(
  name: string,
  args: OwnPrometheusArgs,
  opts: pulumi.ComponentResourceOptions,
): Prometheus {
  const { namespace, objectStore, objstore, unsafeForTests } = args;
  const storage = diskOf("prometheus", args.size, args.prometheus.storage);
  return new Prometheus(
    name,
    {
      ...args.prometheus,
      storage,
      retentionSize: args.prometheus.retentionSize ?? retentionSizeOf(storage.size),
      histograms: args.monitoringStack.kind === "helm",
      objstoreSecret: objstore.secretName,
      objstoreChecksum: objstore.checksum,
      ...args.remoteWrite,
      ...args.sentAlerts,
      namespace,
      cluster: args.cluster,
      size: args.size,
      images: {
        prometheus: imageReference("prometheus", args.images),
        thanos: imageReference("thanos", args.images),
      },
      retention: unsafeForTests.retention ?? args.prometheus.retention,
      blockDuration: unsafeForTests.blockDuration,
      alertmanagers: args.alertmanager === undefined ? undefined : alertmanagerEndpoints(namespace),
      roleArn: args.roleArn,
      objstoreCa: hasOwnCa(objectStore),
    },
    opts,
  );
}
