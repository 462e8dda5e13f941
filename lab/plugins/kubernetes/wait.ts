// Waits until an object is ready or deleted; a timeout error says what is missing.
import * as timers from "node:timers/promises";
import { type Call } from "../protocol/provider";
import { at, type Values } from "../protocol/values";
import { annotationOf, groupOf, metadataOf } from "./kinds";
import { type Objects, type Reference } from "./objects";
import { waitingFor } from "./ready";
import { reasonsFor } from "./reasons";

const defaultTimeoutSeconds = 600;

export type Readiness =
  { ready: true; object: Values } | { ready: false; object: Values; reasons: string[] };

export async function untilReady(
  objects: Objects,
  reference: Reference,
  applied: Values,
  call: Call,
): Promise<Readiness> {
  const seconds = secondsFor(applied, call);
  const end = Date.now() + seconds * 1000;
  let [object, reported] = [applied, ""];
  for (let pause = 250; ; pause = Math.min(pause * 2, 1000)) {
    const waiting = waitingFor(object);
    if (waiting === undefined) {
      return { ready: true, object };
    }
    if (waiting.why !== reported) {
      reported = waiting.why;
      call.progress(`waiting: ${reported}`);
    }
    const over = waiting.final === true || call.cancelled.aborted || Date.now() >= end;
    if (over) {
      const after = waiting.final === true ? "" : ` after ${age(end - seconds * 1000)} s`;
      const cancelled = call.cancelled.aborted ? " (the operation was cancelled)" : "";
      const head = `${nameOf(reference)} is not ready${after}${cancelled}: ${waiting.why}`;
      return { ready: false, object, reasons: await notReady(objects, reference, head) };
    }
    await pausing(Math.min(pause, end - Date.now()), call);
    object = (await objects.get(reference)) ?? object;
  }
}

export async function untilGone(
  objects: Objects,
  reference: Reference,
  uid: string | undefined,
  call: Call,
): Promise<void> {
  const seconds = call.timeoutSeconds ?? defaultTimeoutSeconds;
  const end = Date.now() + seconds * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const object = await objects.get(reference);
    // An object of the same name with another UID is a new one.
    if (object === undefined || (uid !== undefined && metadataOf(object)["uid"] !== uid)) {
      return;
    }
    if (call.cancelled.aborted || Date.now() >= end) {
      const finalizers = at(object, ["metadata", "finalizers"]);
      const held = Array.isArray(finalizers) ? finalizers.join(", ") : "none";
      throw new Error(
        `${nameOf(reference)} still exists after ${age(end - seconds * 1000)} s; its finalizers: ${held}`,
      );
    }
    await pausing(Math.min(pause, end - Date.now()), call);
  }
}

/** Kinds whose deletion the official plugin does not wait for either if skipAwait is set. */
const skipped = new Set([
  ...["/Namespace", "/Pod", "/ReplicationController", "apps/DaemonSet", "apps/Deployment"],
  ...["apps/StatefulSet", "batch/Job"],
]);

export function deletesAtOnce(object: Values): boolean {
  const kind = `${groupOf(object)}/${String(object["kind"])}`;
  return annotationOf(object, "pulumi.com/skipAwait") === "true" && skipped.has(kind);
}

/** `head` says what is not ready; the known reasons are appended. */
export async function notReady(
  objects: Objects,
  reference: Reference,
  head: string,
): Promise<string[]> {
  return [head, ...(await reasonsFor(objects, reference).catch(unasked))];
}

/** Seconds from the program's customTimeouts, else from the object's annotation. */
function secondsFor(object: Values, call: Call): number {
  const annotated = Number(annotationOf(object, "pulumi.com/timeoutSeconds"));
  return call.timeoutSeconds ?? (annotated > 0 ? annotated : defaultTimeoutSeconds);
}

/** Returns at once if the operation is cancelled. */
async function pausing(milliseconds: number, { cancelled }: Call): Promise<void> {
  await timers.setTimeout(milliseconds, undefined, { signal: cancelled }).catch(() => undefined);
}

export function nameOf(reference: Reference): string {
  const { kind, namespace, name } = reference;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** Failing to collect reasons must not hide that the wait failed. */
function unasked(error: unknown): string[] {
  return [`why could not be asked: ${error instanceof Error ? error.message : String(error)}`];
}

function age(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
