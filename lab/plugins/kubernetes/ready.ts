// Readiness of live objects, for each kind.
import { at, isObject, type Value, type Values } from "../protocol/values";
import { annotationOf, groupOf, metadataOf } from "./kinds";

/** Why the object is not ready; undefined when it is. `final` if waiting longer cannot help. */
export interface Waiting {
  readonly why: string;
  readonly final?: boolean;
}

/** Kinds whose readiness a refresh checks, as in the official plugin. */
const refreshed = new Set([
  ...["apps/Deployment", "apps/StatefulSet", "apps/DaemonSet", "batch/Job", "/Pod", "/Service"],
]);

export function waitingInRefresh(object: Values): Waiting | undefined {
  const kind = kindOf(object);
  const skipped = annotationOf(object, "pulumi.com/skipAwait") === "true";
  return skipped || !refreshed.has(kind) ? undefined : checks[kind]?.(object);
}

export function waitingFor(object: Values): Waiting | undefined {
  if (annotationOf(object, "pulumi.com/skipAwait") === "true") {
    return undefined;
  }
  const asked = annotationOf(object, "pulumi.com/waitFor");
  if (asked !== undefined) {
    return waitForAll(object, asked);
  }
  return checks[kindOf(object)]?.(object);
}

const kindOf = (object: Values) => `${groupOf(object)}/${String(object["kind"])}`;

const status = (object: Values, key: string): number => Number(at(object, ["status", key]) ?? 0);

function observed(object: Values): Waiting | undefined {
  return status(object, "observedGeneration") < Number(metadataOf(object)["generation"] ?? 0)
    ? { why: "the controller has not seen the new version" }
    : undefined;
}

/** The first count that is too low. */
function counts(wanted: number, reached: [number, string][]): Waiting | undefined {
  const short = reached.find(([count]) => count < wanted);
  return short && { why: `${short[0]} of ${wanted} replicas ${short[1]}` };
}

const checks: Record<string, (object: Values) => Waiting | undefined> = {
  "apps/Deployment": (object) => {
    const wanted = Number(at(object, ["spec", "replicas"]) ?? 1);
    const old = status(object, "replicas") - status(object, "updatedReplicas");
    return (
      observed(object) ??
      counts(wanted, [
        [status(object, "updatedReplicas"), "updated"],
        [status(object, "availableReplicas"), "available"],
      ]) ??
      (old > 0 ? { why: `${old} old replicas still run` } : undefined)
    );
  },
  "apps/StatefulSet": (object) => {
    const wanted = Number(at(object, ["spec", "replicas"]) ?? 1);
    const rolls = at(object, ["spec", "updateStrategy", "type"]) !== "OnDelete";
    const [now, next] = ["currentRevision", "updateRevision"].map((key) =>
      at(object, ["status", key]),
    );
    const surplus = status(object, "replicas") - wanted;
    return (
      observed(object) ??
      counts(wanted, [
        [status(object, "readyReplicas"), "ready"],
        [status(object, "availableReplicas"), "available"],
      ]) ??
      (surplus > 0 ? { why: `${surplus} replicas too many still run` } : undefined) ??
      (rolls && (now === undefined || now !== next)
        ? { why: `its revision is still ${String(now)}, not ${String(next)}` }
        : undefined) ??
      (rolls ? counts(wanted, [[status(object, "currentReplicas"), "current"]]) : undefined)
    );
  },
  "apps/DaemonSet": (object) => {
    const wanted = status(object, "desiredNumberScheduled");
    const updated = status(object, "updatedNumberScheduled");
    const ready = status(object, "numberAvailable");
    return (
      observed(object) ??
      counts(wanted, [
        [updated, "updated"],
        [ready, "available"],
      ])
    );
  },
  // Other types are not waited for: their endpoints become ready with the workloads, which are waited for anyway, and
  // may be created after the Service.
  "/Service": (object) => {
    const ingress = at(object, ["status", "loadBalancer", "ingress"]);
    const balanced = at(object, ["spec", "type"]) === "LoadBalancer";
    return balanced && !(Array.isArray(ingress) && ingress.length > 0)
      ? { why: "no load balancer address yet" }
      : undefined;
  },
  "/Pod": (object) =>
    at(object, ["status", "phase"]) === "Succeeded"
      ? undefined
      : condition(object, "Ready", "True"),
  "/Namespace": (object) => {
    const phase = String(at(object, ["status", "phase"]));
    return phase === "Active" ? undefined : { why: `its phase is ${phase}` };
  },
  "batch/Job": (object) => {
    const failed = condition(object, "Failed", "True") === undefined;
    return failed
      ? { why: `it failed: ${messageOf(object, "Failed")}`, final: true }
      : condition(object, "Complete", "True");
  },
  "apiextensions.k8s.io/CustomResourceDefinition": (object) =>
    condition(object, "Established", "True"),
};

export function conditions(object: Values): Values[] {
  const list = at(object, ["status", "conditions"]);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function messageOf(object: Values, type: string): string {
  const found = conditions(object).find((entry) => entry["type"] === type);
  return String(found?.["message"] ?? found?.["reason"] ?? "");
}

function condition(object: Values, type: string, wanted: string): Waiting | undefined {
  const found = conditions(object).find((entry) => entry["type"] === type);
  const seen = Number(found?.["observedGeneration"] ?? Infinity);
  if (found?.["status"] === wanted && seen >= Number(metadataOf(object)["generation"] ?? 0)) {
    return undefined;
  }
  const message = messageOf(object, type);
  return { why: `condition ${type} is not ${wanted}${message === "" ? "" : `: ${message}`}` };
}

/** `condition=Type[=Status]`, `jsonpath={.path}[=value]`, or a JSON list of these. */
function waitForAll(object: Values, asked: string): Waiting | undefined {
  const list: Value = asked.trim().startsWith("[") ? JSON.parse(asked) : [asked];
  for (const expression of Array.isArray(list) ? list.map(String) : []) {
    const waiting = waitForOne(object, expression);
    if (waiting !== undefined) {
      return waiting;
    }
  }
  return undefined;
}

function waitForOne(object: Values, expression: string): Waiting | undefined {
  const byCondition = /^condition=([^=]+)(?:=(.+))?$/.exec(expression);
  if (byCondition !== null) {
    return condition(object, byCondition[1] ?? "", byCondition[2] ?? "True");
  }
  const byPath = /^jsonpath=\{?\.?([\w.[\]-]+)\}?(?:=(.+))?$/.exec(expression);
  if (byPath === null) {
    const why = `pulumi.com/waitFor is not understood: ${expression}`;
    return { why, final: true };
  }
  const keys = (byPath[1] ?? "").split(/[.[\]]+/).filter((key) => key !== "");
  const found = at(
    object,
    keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
  );
  const wanted = byPath[2];
  const reached = wanted === undefined ? found !== undefined : String(found) === wanted;
  return reached ? undefined : { why: `${byPath[1]} is ${String(found ?? "not set")}` };
}
