// What is legal and worth a word at every `up`.
import { compactWarnings } from "./compact";
import type { ExposureConfig } from "./observee";
import { shardWarnings } from "./prometheus";
import type { SharedConfig } from "./shared";
import { durationSeconds } from "./words";

const DAY = 86_400;

/** Sentences about a whole configuration. */
export function warningsOf(config: SharedConfig & { exposure?: ExposureConfig }): string[] {
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
    ...shardWarnings(prometheus),
    ...compactWarnings(compact),
    ...(exposure?.kind === "ingress" && exposure.ingressClassName === "nginx"
      ? [
          "ingress-nginx was retired in March 2026 and gets no fixes; exposure kind loadBalancer needs no controller",
        ]
      : []),
  ];
}
