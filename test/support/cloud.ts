// Models an AWS account from recorded stacks: who may assume which role, and what each role may do.
import type { Recorded } from "../../tools/render/recorded";
import { field } from "../policy/objects";
import { parsePolicy, said, type Caller, type Policy, type Request } from "./iam";

export interface Role {
  readonly arn: string;
  readonly trust: Policy;
  readonly policies: readonly Policy[];
}

export interface Cloud {
  readonly roles: readonly Role[];
  /** Resource policies of buckets and keys, by ARN. */
  readonly owned: ReadonlyMap<string, { readonly policy: Policy; readonly account: string }>;
}

/** Account of all placeholders. */
const ACCOUNT = "111122223333";

/** A caller without credentials. */
export const ANYONE = "anyone";

const ofType = (resources: readonly Recorded[], type: string) =>
  resources.filter((resource) => resource.type === type);
const text = (resource: Recorded, ...path: string[]): string =>
  String(field(resource.inputs, ...path));
const of =
  (role: Recorded) =>
  (policy: Recorded): boolean =>
    text(policy, "role") === text(role, "name");

/** Roles and resource policies that the stacks create in AWS. */
export function cloudOf(resources: readonly Recorded[]): Cloud {
  const inline = ofType(resources, "aws:iam/rolePolicy:RolePolicy");
  const attached = ofType(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const managed = new Map(
    ofType(resources, "aws:iam/policy:Policy").map((one) => [
      `arn:aws:iam::${ACCOUNT}:policy/${text(one, "name")}`,
      text(one, "policy"),
    ]),
  );
  const roles = ofType(resources, "aws:iam/role:Role").map((role) => ({
    arn: `arn:aws:iam::${ACCOUNT}:role/${text(role, "name")}`,
    trust: parsePolicy(text(role, "assumeRolePolicy")),
    policies: [
      ...inline.filter(of(role)).map((one) => text(one, "policy")),
      ...attached.filter(of(role)).map((one) => managed.get(text(one, "policyArn")) ?? ""),
    ].map(parsePolicy),
  }));
  const buckets = ofType(resources, "aws:s3/bucketPolicy:BucketPolicy").map(
    (one) => [`arn:aws:s3:::${text(one, "bucket")}`, text(one, "policy")] as const,
  );
  const keys = ofType(resources, "aws:kms/key:Key").map(
    (one) => [`arn:aws:kms:eu-west-3:${ACCOUNT}:key/${one.name}`, text(one, "policy")] as const,
  );
  const owned = [...buckets, ...keys].map(
    ([arn, policy]) => [arn, { policy: parsePolicy(policy), account: ACCOUNT }] as const,
  );
  return { roles, owned: new Map(owned) };
}

/** ARNs of the roles that the caller may assume. */
export const taken = (cloud: Cloud, request: Request): string[] =>
  cloud.roles.filter(({ trust }) => said([trust], request).allows).map(({ arn }) => arn);

/** Whether a role or an anonymous caller may perform the action. */
export function may(cloud: Cloud, request: Request & { readonly resource: string }): boolean {
  const { caller, resource, action } = request;
  const owner = cloud.owned.get(resource.split("/*")[0]?.replace(/(:::[^/]+)\/.*/, "$1") ?? "");
  const identity = said(policiesOf(cloud, caller), request);
  const owned = said(owner === undefined ? [] : [owner.policy], request);
  if (identity.denies || owned.denies) {
    return false;
  }
  // Anonymous callers need no allowance of an account; callers from another account also need that of their own.
  const inside =
    owner === undefined || caller.id === ANYONE || caller.id.split(":")[4] === owner.account;
  const named = owned.allows && (inside || identity.allows);
  // A key's policy must allow the call or delegate it; for a bucket in the same account, the identity policy is
  // enough.
  return action.startsWith("kms:")
    ? named || (owned.delegates && identity.allows)
    : named || (identity.allows && (inside || owned.delegates));
}

const policiesOf = ({ roles }: Cloud, { id }: Caller): readonly Policy[] =>
  roles.find(({ arn }) => arn === id)?.policies ?? [];
