// Converts a registered resource to the form that recordings show.
import type { Alias as SentAlias } from "@pulumi/pulumi/proto/alias_pb";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { plainObject, type Secrets } from "./plain";

/** An earlier name, type or parent of a resource; an undefined one has not changed. */
export interface Alias {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  /** Type and name of the parent; "" for the stack. */
  readonly parent?: string | undefined;
}

export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Has a provider; false for components. */
  readonly custom: boolean;
  /** Type and name of the parent; undefined at the top level. */
  readonly parent?: string | undefined;
  /** Name of the provider resource; undefined for the default provider. */
  readonly provider?: string | undefined;
  /** Undefined where there are none. Omits aliases of type only, which the SDK adds to its own resources. */
  readonly aliases?: readonly Alias[] | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly dependsOn: readonly string[];
  /** Paths of inputs whose changes are ignored; undefined where there are none. */
  readonly ignoreChanges?: readonly string[] | undefined;
  /** Timeouts of the operations; undefined for the provider's own. */
  readonly customTimeouts?: Readonly<Record<"create" | "update" | "delete", string>> | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Outputs that a component registered; empty for other resources. */
  readonly outputs: Record<string, unknown>;
}

/** `urn:pulumi:stack::project::type::name` → `name`. */
export const nameOf = (urn: string): string => urn.split("::")[3] ?? "";

/** The request has a provider as `urn::id`, and other resources as URNs. */
export function recordOf(request: messages.RegisterResourceRequest, secrets: Secrets): Recorded {
  const parent = shortUrn(request.getParent());
  const aliases = request
    .getAliasesList()
    .map((alias) => aliasOf(alias, parent))
    .filter(
      ({ name, parent }) => !request.getCustom() || name !== undefined || parent !== undefined,
    );
  const timeouts = request.getCustomtimeouts();
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: nonEmpty(parent),
    provider: nonEmpty(nameOf(request.getProvider())),
    aliases: nonEmpty(aliases),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    dependsOn: [...new Set(request.getDependenciesList().map(shortUrn))].sort(),
    ignoreChanges: nonEmpty(request.getIgnorechangesList()),
    customTimeouts:
      timeouts === undefined || timeouts.getUpdate() === ""
        ? undefined
        : {
            create: timeouts.getCreate(),
            update: timeouts.getUpdate(),
            delete: timeouts.getDelete(),
          },
    inputs: plainObject(request.getObject()?.toJavaScript(), secrets),
    outputs: {},
  };
}

/** The SDK sends "" for an absent name or type, and always sends a parent, even the current one. */
function aliasOf(alias: SentAlias, currentParent: string): Alias {
  const spec = alias.getSpec();
  const parentUrn = nonEmpty(spec?.getParenturn());
  const parent =
    parentUrn === undefined && spec?.getNoparent() !== true ? currentParent : shortUrn(parentUrn);
  return {
    name: nonEmpty(spec?.getName()),
    type: nonEmpty(spec?.getType()),
    parent: parent === currentParent ? undefined : parent,
  };
}

/** Undefined in place of an empty text or list, by which the protocol says that a value is absent. */
const nonEmpty = <T extends { readonly length: number }>(value: T | undefined): T | undefined =>
  value?.length === 0 ? undefined : value;

/** Type and name of a URN: `aws:s3/bucket:Bucket::observer-metrics-bucket`; "" if there is none. */
const shortUrn = (urn = ""): string =>
  urn === "" ? "" : `${urn.split("::")[2]?.split("$").pop() ?? ""}::${nameOf(urn)}`;
