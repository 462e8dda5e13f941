// Converts a provider's diff to the engine's DiffResponse.
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { covers, printPath, type Change } from "./diff";
import { type DiffAnswer } from "./provider";
import { type Path } from "./values";

export function diffResponse(answer: DiffAnswer, ignored: readonly Path[]): messages.DiffResponse {
  const seen = answer.changes.filter(
    (change) => !ignored.some((path) => covers(path, change.path)),
  );
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const byKey = answer.byKey === true;
  const named = seen.map((change) => ({
    change,
    name: byKey ? String(change.path[0]) : printPath(change.path),
    replaces: answer.replaces(change),
  }));
  const replaced = named.filter(({ replaces }) => replaces).map(({ name }) => name);
  const response = new messages.DiffResponse()
    .setChanges(seen.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDeletebeforereplace(answer.deleteBeforeReplace && replaced.length > 0)
    .setDiffsList([...new Set(seen.map((change) => String(change.path[0])))])
    .setReplacesList([...new Set(replaced)])
    .setHasdetaileddiff(!byKey);
  for (const { change, name, replaces } of byKey ? [] : named) {
    response
      .getDetaileddiffMap()
      .set(name, new messages.PropertyDiff().setInputdiff(true).setKind(kind(change, replaces)));
  }
  return response;
}

function kind(change: Change, replaces: boolean): messages.PropertyDiff.Kind {
  const kinds = messages.PropertyDiff.Kind;
  switch (change.kind) {
    case "add":
      return replaces ? kinds.ADD_REPLACE : kinds.ADD;
    case "delete":
      return replaces ? kinds.DELETE_REPLACE : kinds.DELETE;
    case "update":
      return replaces ? kinds.UPDATE_REPLACE : kinds.UPDATE;
  }
}
