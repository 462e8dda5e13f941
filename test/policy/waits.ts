// Rules of a workload's life: what an `up` waits for, and what it leaves alone.
import type { Recorded } from "../../tools/render/recorded";
import { durationSeconds } from "../../kubernetes/duration";
import { field, ofKind } from "./objects";
import type { Rule } from "./structure";

/** A provider makes a set anew whose claims change: all its pods go at once, and the volumes stay as small as they were. */
export const claimsAreLeftAlone: Rule = (resources) =>
  ofKind(resources, "StatefulSet")
    .filter(({ inputs }) => field(inputs, "spec", "volumeClaimTemplates") !== undefined)
    .filter(({ ignoreChanges }) => ignoreChanges?.includes("spec.volumeClaimTemplates") !== true)
    .map(({ name }) => `${name} goes away when its storage changes`);

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Seconds until every pod has started, one after the other; the probe's, since nothing may end the wait before it does. */
function startSeconds({ inputs }: Recorded): number {
  const pod = field(inputs, "spec", "template", "spec");
  const probe = field(pod, "containers", 0, "startupProbe");
  return (
    number(field(inputs, "spec", "replicas")) *
    number(field(probe, "periodSeconds")) *
    number(field(probe, "failureThreshold"))
  );
}

const graceSeconds = ({ inputs }: Recorded): number =>
  number(field(inputs, "spec", "template", "spec", "terminationGracePeriodSeconds"));

/** The rest is the provider's own patience, which is ten minutes. */
export const waitsAreLongEnough: Rule = (resources) =>
  ofKind(resources, "Deployment", "StatefulSet").flatMap((one) => {
    const { create = "10m", update = "10m", delete: end = "10m" } = one.customTimeouts ?? {};
    return [
      ...[create, update]
        .filter((wait) => durationSeconds(wait) < startSeconds(one))
        .map((wait) => `${one.name} is waited for ${wait}, and may take longer to start`),
      ...(durationSeconds(end) < graceSeconds(one)
        ? [`${one.name} is waited for ${end}, and may take longer to end`]
        : []),
    ];
  });
