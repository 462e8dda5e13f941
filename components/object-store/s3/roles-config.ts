// IAM roles of the parts from the configuration: existing roles, created roles, or none with a key pair.
import type { RoleArns } from "./config";
import { authOf } from "../config";
import type { SharedConfig } from "../../../config/shared";
import { clusterArn } from "./arn";
import type { Access } from "./access";
import type { KeyUser } from "./key-policy";
import type { Identity } from "./trust-policy";
import type { ConfigError } from "../../../config/errors";
import { PARTS, BUCKET_USERS } from "../../parts";

/** Existing roles; undefined if none is configured. */
export function suppliedRoles({
  objectStore,
}: Pick<SharedConfig, "objectStore">): RoleArns | undefined {
  const auth = authOf(objectStore);
  return auth?.kind === "irsa" ? auth.roleArns : undefined;
}

/** Access of the existing roles to the own bucket. */
export function suppliedKeyUsers(config: Pick<SharedConfig, "objectStore">): KeyUser[] {
  const { prometheus, compact, rule, receive, ...readers } = suppliedRoles(config) ?? {};
  const user = (roleArn: string | undefined, access: Access): KeyUser[] =>
    roleArn === undefined ? [] : [{ roleArn, access }];
  return [
    ...user(prometheus, "upload"),
    ...user(rule, "upload"),
    ...user(receive, "upload"),
    ...user(compact, "compact"),
    ...Object.values(readers).flatMap((reader) => user(reader, "read")),
  ];
}

/** How created roles identify a pod; undefined if no role is created. */
export function madeIdentity({
  objectStore,
  aws,
}: Pick<SharedConfig, "objectStore" | "aws">): Identity | undefined {
  const auth = authOf(objectStore);
  if (auth?.kind === "irsa" && auth.oidcProviderArn !== undefined) {
    return { kind: "irsa", oidcProviderArn: auth.oidcProviderArn };
  }
  return auth?.kind === "podIdentity" && aws !== undefined
    ? {
        kind: "podIdentity",
        clusterName: auth.clusterName,
        clusterArn: clusterArn(aws.region, aws.accountId, auth.clusterName),
      }
    : undefined;
}

const NEEDED = {
  read: "list and read",
  upload: "list, read and write",
  compact: "list, read, write and delete from",
} as const satisfies Record<Access, string>;

/** Errors for missing roles: with existing roles, every optional part that is configured needs its own. */
export function roleErrors(config: {
  readonly objectStore?: SharedConfig["objectStore"] | undefined;
}): ConfigError[] {
  const auth = authOf(config.objectStore);
  const roles = auth?.kind === "irsa" ? auth.roleArns : undefined;
  return BUCKET_USERS.flatMap((part) => {
    const { roleArn, access } = PARTS[part].bucket;
    const isThere = "optional" in PARTS[part] && Reflect.get(config, part) !== undefined;
    return !isThere || roles === undefined || roles[roleArn] !== undefined
      ? []
      : [
          {
            path: `objectStore.auth.roleArns.${roleArn}`,
            rule: `is required if ${part} is configured and IAM roles are used`,
            fix: `name a role that may ${NEEDED[access]} the bucket, or remove ${part}`,
          },
        ];
  });
}
