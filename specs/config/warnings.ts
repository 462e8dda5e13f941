// What is legal and worth a word at every `up`.
import { s3Of } from "./object-store";
import { compactWarnings } from "./compact";
import { shardWarnings } from "./prometheus";
import { alertmanagerWarnings } from "./alertmanager";
import type { ExposureConfig } from "./observee";
import { rulerWarnings, type RulerConfig } from "./ruler";
import type { SharedConfig } from "./shared";
import { durationSeconds } from "./words";

const DAY = 86_400;

/** Sentences about a whole configuration. */
export function warningsOf(
  config: SharedConfig & { exposure?: ExposureConfig; ruler?: RulerConfig | undefined },
): string[] {
  const { unsafeForTests: unsafe, prometheus, compact, exposure } = config;
  const doors = Object.entries(unsafe).filter(([, value]) => value !== undefined);
  return [
    ...(doors.length > 0
      ? [
          `unsafeForTests is on (${doors.map(([key]) => key).join(", ")}): data of this cluster is not safe`,
        ]
      : []),
    ...(durationSeconds(prometheus.retention) < DAY
      ? ["prometheus.retention is below 24h: an object store that is away for longer loses blocks"]
      : []),
    ...(s3Of(config.objectStore)?.forceDestroy === true
      ? [
          "objectStore.forceDestroy is on: `pulumi destroy` deletes the bucket with all blocks in it",
        ]
      : []),
    ...compactWarnings(compact),
    ...shardWarnings(prometheus),
    ...alertmanagerWarnings(config.alertmanager),
    ...rulerWarnings(config.ruler, config.alertmanager),
    ...(exposure?.kind === "ingress" && exposure.ingressClassName === "nginx"
      ? [
          "ingress-nginx was retired in March 2026 and gets no fixes; exposure kind loadBalancer needs no controller",
        ]
      : []),
  ];
}
