// Collects why an object is not ready: its conditions, its pods' containers, the latest warning events.
import { at, isObject, type Value, type Values } from "../protocol/values";
import { metadataOf } from "./kinds";
import { type Objects, type Reference } from "./objects";
import { conditions } from "./ready";

const maxPods = 3;
const maxEvents = 3;

export async function reasonsFor(objects: Objects, reference: Reference): Promise<string[]> {
  const object = await objects.get(reference);
  if (object === undefined) {
    return ["the object is gone"];
  }
  const namespace = reference.namespace ?? objects.defaultNamespace;
  const workloads = [object, ...(await ownedBy(objects, namespace, object))];
  const pods = (
    await Promise.all(workloads.map((from) => podsOf(objects, namespace, from)))
  ).flat();
  const unready = pods.filter((pod) => !isReady(pod)).slice(0, maxPods);
  const names = [reference.name, ...unready.map((pod) => String(metadataOf(pod)["name"]))];
  const events = await Promise.all(names.map((name) => warnings(objects, namespace, name)));
  return [...conditionLines(object), ...unready.flatMap(podLines), ...events.flat()];
}

/** Workloads that an operator created for a custom resource. */
async function ownedBy(objects: Objects, namespace: string, owner: Values): Promise<Values[]> {
  const uid = metadataOf(owner)["uid"];
  const found = await Promise.all(
    ["statefulsets", "deployments"].map((plural) =>
      objects.list(`/apis/apps/v1/namespaces/${namespace}/${plural}`, {}),
    ),
  );
  return found.flat().filter((object) => {
    const owners = metadataOf(object)["ownerReferences"];
    return list(owners).some((reference) => reference["uid"] === uid);
  });
}

async function podsOf(objects: Objects, namespace: string, workload: Values): Promise<Values[]> {
  if (workload["kind"] === "Pod") {
    return [workload];
  }
  const labels = at(workload, ["spec", "selector", "matchLabels"]);
  if (!isObject(labels)) {
    return [];
  }
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
  return objects.list(`/api/v1/namespaces/${namespace}/pods`, { labelSelector });
}

async function warnings(objects: Objects, namespace: string, name: string): Promise<string[]> {
  const events = await objects.list(`/api/v1/namespaces/${namespace}/events`, {
    fieldSelector: `type=Warning,involvedObject.name=${name}`,
  });
  const when = (event: Values) => String(event["lastTimestamp"] ?? event["eventTime"] ?? "");
  return events
    .sort((a, b) => when(a).localeCompare(when(b)))
    .slice(-maxEvents)
    .map((event) => `event on ${name}: ${String(event["reason"])}: ${String(event["message"])}`);
}

function conditionLines(object: Values): string[] {
  return conditions(object)
    .filter((entry) => entry["status"] !== "True" && isText(entry["message"]))
    .map((entry) => `condition ${String(entry["type"])}: ${String(entry["message"])}`);
}

function isReady(pod: Values): boolean {
  return conditions(pod).some((entry) => entry["type"] === "Ready" && entry["status"] === "True");
}

function podLines(pod: Values): string[] {
  const name = String(metadataOf(pod)["name"]);
  const containers = ["initContainerStatuses", "containerStatuses"].flatMap((key) =>
    list(at(pod, ["status", key])),
  );
  const lines = containers
    .filter((container) => container["ready"] !== true)
    .flatMap((container) => containerLine(container));
  const unscheduled = conditions(pod)
    .filter((entry) => entry["type"] === "PodScheduled" && entry["status"] === "False")
    .map((entry) => `not scheduled: ${String(entry["message"])}`);
  return [...unscheduled, ...lines].map((line) => `pod ${name}: ${line}`);
}

function containerLine(container: Values): string[] {
  const name = `container ${String(container["name"])}`;
  const stateLine = (state: Value | undefined, verb: string): string[] =>
    isObject(state)
      ? [[verb, state["reason"], state["message"] ?? exit(state)].filter(isText).join(": ")]
      : [];
  const waiting = stateLine(at(container, ["state", "waiting"]), `${name} waits`);
  const ended = stateLine(at(container, ["state", "terminated"]), `${name} ended`);
  const previous = stateLine(at(container, ["lastState", "terminated"]), `${name} ended before`);
  const now = [...waiting, ...ended];
  return [...(now.length > 0 ? now : [`${name} runs but is not ready`]), ...previous];
}

function exit(state: Values): string {
  return `exit code ${String(state["exitCode"] ?? "unknown")}`;
}

function isText(value: Value | undefined): value is string {
  return typeof value === "string" && value !== "";
}

function list(value: Value | undefined): Values[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
