// What Kubernetes' controllers write of a workload, in as many words as a plugin reads.
import { at, type Values } from "../../../lab/plugins/protocol/values";
import { type FakeApi } from "./api";
import { generationOf } from "./store";

const revision = { "deployment.kubernetes.io/revision": "1" };
const condition = (type: string, status: boolean, reason: string, message = "said so"): Values => ({
  ...{ type, status: status ? "True" : "False", reason, message },
});

const metadataOf = (object: Values) => object["metadata"] as Values;

const podName = (owner: Values) => `${String(metadataOf(owner)["name"])}-1`;
const podPath = (owner: Values) => `/api/v1/namespaces/ns/pods/${podName(owner)}`;

/** A pod of the object that waits for its image. */
const stuckPod = (owner: Values, controller: string): Values => ({
  ...{ apiVersion: "v1", kind: "Pod" },
  metadata: {
    name: podName(owner),
    namespace: "ns",
    labels: { app: "web" },
    ownerReferences: [
      {
        ...{ kind: controller, name: metadataOf(owner)["name"] ?? "", controller: true },
        uid: metadataOf(owner)["uid"] ?? "",
      },
    ],
  },
  status: {
    phase: "Pending",
    conditions: [
      condition("PodScheduled", true, ""),
      condition("Initialized", true, ""),
      condition("Ready", false, "ContainersNotReady"),
    ],
    containerStatuses: [
      {
        ...{ name: "web", image: "web:1", ready: false },
        state: { waiting: { reason: "ImagePullBackOff", message: "no such image" } },
      },
    ],
  },
});

/** A Deployment with one ReplicaSet, of which so many pods are ready. */
export function deploymentController(api: FakeApi, ready: number) {
  return (path: string, object: Values): void => {
    const wanted = Number(at(object, ["spec", "replicas"]));
    const metadata = { ...metadataOf(object), annotations: revision };
    const { uid = "", name = "" } = metadataOf(object);
    const set = api.store.put(`/apis/apps/v1/namespaces/ns/replicasets/${String(name)}`, {
      ...{ apiVersion: "apps/v1", kind: "ReplicaSet" },
      metadata: {
        ...{ name, namespace: "ns", annotations: revision },
        ownerReferences: [
          { apiVersion: "apps/v1", kind: "Deployment", name, uid, controller: true },
        ],
      },
      spec: { replicas: wanted },
      status: { replicas: wanted, readyReplicas: ready },
    });
    if (ready < wanted) {
      // Its kubelet comes last.
      const pod = stuckPod(set, "ReplicaSet");
      setTimeout(() => api.store.put(podPath(set), pod), 200);
    }
    const counts = { replicas: wanted, updatedReplicas: wanted, readyReplicas: ready };
    const conditions = [
      condition("Available", ready >= wanted, "MinimumReplicasUnavailable", "too few replicas"),
      condition("Progressing", true, "NewReplicaSetAvailable"),
    ];
    const status = { ...counts, availableReplicas: ready, conditions };
    const observedGeneration = generationOf(object);
    api.store.put(path, { ...object, metadata, status: { ...status, observedGeneration } });
  };
}

/** A StatefulSet with so many pods ready, at the revision or on its way to the next. */
export function statefulSetController(api: FakeApi, ready: number, rolled = true) {
  return (path: string, object: Values): void => {
    const wanted = Number(at(object, ["spec", "replicas"]));
    if (ready < wanted) {
      api.store.put(podPath(object), stuckPod(object, "StatefulSet"));
    }
    const status = {
      ...{ replicas: wanted, readyReplicas: ready, availableReplicas: ready },
      ...{ currentReplicas: rolled ? wanted : 0, updatedReplicas: wanted },
      ...{ currentRevision: rolled ? "two" : "one", updateRevision: "two" },
      observedGeneration: generationOf(object),
    };
    api.store.put(path, { ...object, status });
  };
}
