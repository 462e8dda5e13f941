// Storage: a default class, and pre-provisioned volumes in the lab's state folder.
import * as fs from "node:fs";
import type { Cluster } from "../cluster/machines";
import { state } from "../paths";

const className = "local";
/** More than one fleet needs, since leftover claims keep their volumes. */
const count = 48;

/** Local volumes instead of hostPath: only for these does the kubelet apply the pod's fsGroup. */
export function storage(cluster: Cluster): object[] {
  const storageClass = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: className,
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "kubernetes.io/no-provisioner",
    volumeBindingMode: "WaitForFirstConsumer",
  };
  const numbers = Array.from({ length: count }, (_, i) => String(i).padStart(2, "0"));
  return [storageClass, ...numbers.map((number) => volume(cluster, number))];
}

function volume(cluster: Cluster, number: string): object {
  const folder = state(cluster.name, "volumes", number);
  fs.mkdirSync(folder, { recursive: true });
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `local-${number}` },
    spec: {
      // Not enforced: the largest size that any claim may request.
      capacity: { storage: "2Ti" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: className,
      local: { path: folder },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "kubernetes.io/hostname", operator: "In", values: [cluster.node] },
              ],
            },
          ],
        },
      },
    },
  };
}
