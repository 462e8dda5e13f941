// Rules of the resource tree: who made what, under which name, through which provider, with which secrets.
import { SHOWN_SECRET } from "../../tools/render/plain";
import { SECRET } from "../../tools/render/placeholders";
import type { Recorded } from "../../tools/render/recorded";

/** A rule gives a sentence for each resource that breaks it. */
export type Rule = (resources: readonly Recorded[]) => string[];

const isProvider = ({ type }: Recorded) => type.startsWith("pulumi:providers:");
const ROOTS = ["thanos:fleet:Observer", "thanos:fleet:Observee"];
const isRoot = ({ type }: Recorded) => ROOTS.includes(type);

/** Nothing falls back to an ambient provider. */
export const providerIsNamed: Rule = (resources) =>
  resources
    .filter((r) => r.custom && !isProvider(r) && r.provider === undefined)
    .map((r) => `${r.name} has no provider of its own`);

/** Everything hangs below the component of the role. */
export const hasParent: Rule = (resources) =>
  resources
    .filter((r) => !isProvider(r) && !isRoot(r) && r.parent === undefined)
    .map((r) => `${r.name} has no parent`);

/** A child is called as its parent, or begins so. */
export const nameHasPrefix: Rule = (resources) =>
  resources.flatMap(({ name, parent }) => {
    const above = parent?.split("::")[1];
    return above === undefined || name === above || name.startsWith(`${above}-`)
      ? []
      : [`${name} is a child of ${above}, but is not called so`];
  });

/** What a component is given would be stored with it, secrets and all. */
export const componentsHaveNoInputs: Rule = (resources) =>
  resources
    .filter((r) => !r.custom && Object.keys(r.inputs).length > 0)
    .map((r) => `component ${r.name} has inputs`);

/** No text of a secret, and no private key, in clear anywhere. */
export const nothingSecretInClear: Rule = (resources) =>
  resources
    .filter((r) => {
      const text = JSON.stringify([r.inputs, r.outputs]);
      return text.includes(SECRET) || text.includes("PRIVATE KEY");
    })
    .map((r) => `${r.name} shows a secret`);

/** In a cluster only Secrets hold secrets, and no component hands one out. */
export const secretsStayInSecrets: Rule = (resources) =>
  resources
    .filter((r) => r.type !== "kubernetes:core/v1:Secret")
    .filter(({ type, inputs, outputs }) =>
      JSON.stringify(type.startsWith("kubernetes:") ? inputs : outputs).includes(SHOWN_SECRET),
    )
    .map((r) => `${r.name} holds a secret, but is no Secret`);

/** Buckets, and the keys that sign, take a hand that means it. */
export const dataIsProtected: Rule = (resources) =>
  resources.flatMap((r) => {
    const isBucket = r.type === "aws:s3/bucket:Bucket";
    const isCaKey =
      r.type.endsWith(":PrivateKey") && r.parent?.startsWith("thanos:pki:Authority::");
    return [
      ...((isBucket || isCaKey === true) && !r.protect ? [`${r.name} is not protected`] : []),
      ...(r.type.startsWith("aws:s3/") && !r.retainOnDelete ? [`${r.name} is not retained`] : []),
    ];
  });

/** A Namespace that goes takes every volume in it along, whatever keeps these. */
export const homesAreKept: Rule = (resources) => {
  const homes = resources
    .filter(({ inputs }) => inputs["kind"] === "StatefulSet")
    .map(({ inputs }) => Object(inputs["metadata"]).namespace);
  return resources
    .filter(({ inputs }) => inputs["kind"] === "Namespace")
    .filter(({ inputs }) => homes.includes(Object(inputs["metadata"]).name))
    .filter(({ retainOnDelete }) => !retainOnDelete)
    .map(({ name }) => `${name} is not retained, and with it go its volumes`);
};

/** Old versions may end, and what is left of deleted objects; what is in use may not. */
export const currentObjectsStay: Rule = (resources) =>
  resources
    .filter((r) => r.type.endsWith(":BucketLifecycleConfiguration"))
    .filter(({ inputs }) =>
      [inputs["rules"]].flat().some((rule) => {
        const ends = Object.keys(Object(Object(rule).expiration) as object);
        return ends.some((key) => key !== "expiredObjectDeleteMarker");
      }),
    )
    .map((r) => `${r.name} ends current objects`);
