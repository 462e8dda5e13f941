// Updates of objects, and the meaning of the server's errors.
import { type Call } from "../protocol/provider";
import { type Values } from "../protocol/values";
import { ApiError } from "./api";
import { annotationOf, groupOf, metadataOf } from "./kinds";
import { type Objects } from "./objects";
import { createdHere, entriesOf, keepIgnored, takeOver } from "./owners";
import { bodyOf } from "./conversions";

/** Updates the live object, after its created fields have been transferred to the manager. */
export async function change(
  objects: Objects,
  live: Values,
  news: Values,
  manager: string,
  call: Call,
  force: boolean,
): Promise<Values> {
  const options = { fieldManager: manager, dryRun: call.preview };
  if (groupOf(news) === "apiextensions.k8s.io" && news["kind"] === "CustomResourceDefinition") {
    const { resourceVersion = "" } = metadataOf(live);
    return objects.replace(
      { ...news, metadata: { ...metadataOf(news), resourceVersion } },
      options,
    );
  }
  const owned = call.preview ? live : await ownedBy(objects, live, manager);
  const body = keepIgnored(bodyOf(news), owned, manager, call.ignoreChanges);
  const forced = force || annotationOf(news, "pulumi.com/patchForce") === "true";
  // A dry run cannot transfer ownership first; fields without a manager are forced too.
  const unowned = entriesOf(live).length === 0 || (call.preview && createdHere(live));
  return objects.apply(body, forced || unowned, options);
}

/** Retries on a conflict, since a controller may update the status at the same time. */
async function ownedBy(
  objects: Objects,
  live: Values,
  manager: string,
  tries = 3,
): Promise<Values> {
  const operations = takeOver(live, manager);
  if (operations === undefined) {
    return live;
  }
  try {
    return await objects.patch(live, operations);
  } catch (error) {
    const now = await objects.get(objects.referenceTo(live));
    if (!(error instanceof ApiError) || error.status !== 409 || now === undefined || tries < 2) {
      throw error;
    }
    return ownedBy(objects, now, manager, tries - 1);
  }
}

/** Errors that a preview cannot judge: the namespace may not exist yet, the old object may not be deleted yet. */
export function cannotBePreviewed(error: unknown): boolean {
  const early = error instanceof ApiError && error.status === 404;
  return early || isForbidden(error) || isTaken(error);
}

/** Users without write permission can still run a preview. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403;
}

function isTaken(error: unknown): boolean {
  return error instanceof ApiError && error.reason === "AlreadyExists";
}

export function whyRefused(name: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  const hint = isTaken(error) ? "; it is not managed by this stack" : "";
  return `${name} was refused: ${why}${hint}`;
}
