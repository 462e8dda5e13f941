// One registered resource, as recordings show it.
import type { Alias as Aliases } from "@pulumi/pulumi/proto/alias_pb";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { plainObject, type Secrets } from "./plain";

/** What a resource was before; what is absent is as it is now. */
export interface Alias {
  readonly name?: string;
  readonly type?: string;
  /** Type and name of the parent; "" at the top. */
  readonly parent?: string;
}

export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Made by a provider; false for components. */
  readonly custom: boolean;
  /** Type and name of the parent; absent at the top. */
  readonly parent?: string;
  /** Name of the provider resource; absent where none was named. */
  readonly provider?: string;
  /** Absent where it always was what it is. Older types of the SDK's own resources are left out: every one has some. */
  readonly aliases?: readonly Alias[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly dependsOn: readonly string[];
  /** Paths of inputs of which a change is left alone; absent where there are none. */
  readonly ignoreChanges?: readonly string[];
  /** How long its provider waits for it; absent where that is the provider's own to say. */
  readonly customTimeouts?: Readonly<Record<"create" | "update" | "delete", string>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What a component registered; empty for others. */
  readonly outputs: Record<string, unknown>;
}

/** `urn:pulumi:stack::project::type::name` → `name`. */
export const nameOf = (urn: string): string => urn.split("::")[3] ?? "";

/** A provider is referred to by `urn::id`, other resources by their URN. */
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

/** As the SDK sends it: an empty text is none, and a parent is named, though it be the one of now. */
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

/** The own type and name of a URN: `aws:s3/bucket:Bucket::observer-metrics-bucket`. */
const shortUrn = (urn: string): string =>
  `${urn.split("::")[2]?.split("$").pop() ?? ""}::${nameOf(urn)}`;
