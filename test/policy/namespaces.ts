// Rules of namespaces: nothing is let in or out of one by default, and each tells of pods that "restricted" would refuse.
import type { Recorded } from "../../tools/render/recorded";
import { field, ofKind } from "./objects";
import type { Rule } from "./structure";

const nameOf = ({ inputs }: Recorded) => String(field(inputs, "metadata", "name"));

/** Of all pods, both ways, and with no exception of its own. */
const DENIED = JSON.stringify({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });

export const namespacesAreDenied: Rule = (resources) => {
  const denied = ofKind(resources, "NetworkPolicy")
    .filter(({ inputs }) => JSON.stringify(inputs["spec"]) === DENIED)
    .map(({ inputs }) => field(inputs, "metadata", "namespace"));
  return ofKind(resources, "Namespace")
    .filter((one) => !denied.includes(nameOf(one)))
    .map((one) => `namespace ${nameOf(one)} lets anybody in or out`);
};

export const namespacesTellOfPods: Rule = (resources) =>
  ofKind(resources, "Namespace").flatMap((one) =>
    ["warn", "audit"]
      .filter(
        (mode) =>
          field(one.inputs, "metadata", "labels", `pod-security.kubernetes.io/${mode}`) !==
          "restricted",
      )
      .map((mode) => `namespace ${nameOf(one)} does not ${mode}`),
  );
