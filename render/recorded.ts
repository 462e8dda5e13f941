// One registered resource, as recordings show it.
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { plainObject, type Secrets } from "./plain";

export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Made by a provider; false for components. */
  readonly custom: boolean;
  /** Type and name of the parent; absent at the top. */
  readonly parent?: string;
  /** Name of the provider resource; absent where none was named. */
  readonly provider?: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly dependsOn: readonly string[];
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
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    ...(parent === "" ? {} : { parent: shortUrn(parent) }),
    ...(provider === "" ? {} : { provider }),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    dependsOn: [...new Set(request.getDependenciesList().map(shortUrn))].sort(),
    inputs: plainObject(request.getObject()?.toJavaScript(), secrets),
    outputs: {},
  };
}

/** The own type and name of a URN: `aws:s3/bucket:Bucket::observer-metrics-bucket`. */
const shortUrn = (urn: string): string =>
  `${urn.split("::")[2]?.split("$").pop() ?? ""}::${nameOf(urn)}`;
