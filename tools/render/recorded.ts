// Converts a registered resource to the form that recordings show.
import type { Alias as Aliases } from "@pulumi/pulumi/proto/alias_pb";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { plainObject, type Secrets } from "./plain";

/** An earlier name, type or parent of a resource; what is absent has not changed. */
export interface Alias {
  readonly name?: string;
  readonly type?: string;
  /** Type and name of the parent; "" for the stack. */
  readonly parent?: string;
}

export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Has a provider; false for components. */
  readonly custom: boolean;
  /** Type and name of the parent; absent at the top level. */
  readonly parent?: string;
  /** Name of the provider resource; absent for the default provider. */
  readonly provider?: string;
  /** Absent where there are none. Omits aliases of type only, which the SDK adds to its own resources. */
  readonly aliases?: readonly Alias[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly dependsOn: readonly string[];
  /** Paths of inputs whose changes are ignored; absent where there are none. */
  readonly ignoreChanges?: readonly string[];
  /** Timeouts of the operations; absent for the provider's own. */
  readonly customTimeouts?: Readonly<Record<"create" | "update" | "delete", string>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Outputs that a component registered; empty for other resources. */
  readonly outputs: Record<string, unknown>;
}

/** `urn:pulumi:stack::project::type::name` → `name`. */
export const nameOf = (urn: string): string => urn.split("::")[3] ?? "";

/** The request has a provider as `urn::id`, and other resources as URNs. */
export function recordOf(request: messages.RegisterResourceRequest, secrets: Secrets): Recorded {
  const parent = request.getParent();
  const provider = nameOf(request.getProvider());
  const above = parent === "" ? "" : shortUrn(parent);
  const aliases = request
    .getAliasesList()
    .map((alias) => aliasOf(alias, above))
    .filter((alias) => !request.getCustom() || "name" in alias || "parent" in alias);
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    ...(parent === "" ? {} : { parent: shortUrn(parent) }),
    ...(provider === "" ? {} : { provider }),
    ...(aliases.length === 0 ? {} : { aliases }),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    dependsOn: [...new Set(request.getDependenciesList().map(shortUrn))].sort(),
    ...ignored(request.getIgnorechangesList()),
    ...waited(request.getCustomtimeouts()),
    inputs: plainObject(request.getObject()?.toJavaScript(), secrets),
    outputs: {},
  };
}

/** The SDK sends "" for an absent name or type, and always sends a parent, even the current one. */
function aliasOf(alias: Aliases, now: string): Alias {
  const spec = alias.getSpec();
  const [name, type, above] = [spec?.getName(), spec?.getType(), spec?.getParenturn()];
  const parent = isText(above) ? shortUrn(above) : spec?.getNoparent() === true ? "" : now;
  return {
    ...(isText(name) ? { name } : {}),
    ...(isText(type) ? { type } : {}),
    ...(parent === now ? {} : { parent }),
  };
}

const isText = (text: string | undefined): text is string => text !== undefined && text !== "";
const ignored = (ignoreChanges: readonly string[]): Pick<Recorded, "ignoreChanges"> =>
  ignoreChanges.length === 0 ? {} : { ignoreChanges };

const waited = (
  timeouts: messages.RegisterResourceRequest.CustomTimeouts | undefined,
): Pick<Recorded, "customTimeouts"> =>
  timeouts === undefined || timeouts.getUpdate() === ""
    ? {}
    : {
        customTimeouts: {
          create: timeouts.getCreate(),
          update: timeouts.getUpdate(),
          delete: timeouts.getDelete(),
        },
      };

/** Type and name of a URN: `aws:s3/bucket:Bucket::observer-metrics-bucket`. */
const shortUrn = (urn: string): string =>
  `${urn.split("::")[2]?.split("$").pop() ?? ""}::${nameOf(urn)}`;
