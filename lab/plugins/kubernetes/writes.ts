// What is sent to the server to make or change an object, and what its refusals mean.
import { type Call } from "../protocol/provider";
import { type Values } from "../protocol/values";
import { ApiError } from "./api";
import { annotationOf, groupOf, metadataOf } from "./kinds";
import { type Objects } from "./objects";
import { createdHere, entriesOf, keepIgnored, takeOver } from "./owners";
import { bodyOf } from "./shape";

/** Changes the object as it is now, with its fields made the manager's own before. */
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
  // A dry run cannot take fields over first, and what nobody owns belongs to nobody.
  const unowned = entriesOf(live).length === 0 || (call.preview && createdHere(live));
  return objects.apply(body, forced || unowned, options);
}

/** A controller may write the status at the same moment: then it is tried on what is there now. */
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

/** What a preview finds out only later: the namespace may not be made yet, the old object not gone. */
export function cannotBePreviewed(error: unknown): boolean {
  const early = error instanceof ApiError && error.status === 404;
  return early || isForbidden(error) || isTaken(error);
}

/** Who may not write can preview all the same. */
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
