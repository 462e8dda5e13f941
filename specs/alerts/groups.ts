// All alerts of a cluster, in the groups that its PrometheusRule objects have.
import type { AlertGroup, AlertRule } from "./alert";
import { bucketOperations, bucketSlow, growth, sidecars, storeSync, uploads } from "./blocks";
import { compactor } from "./compact";
import { notifications, pushing, reloads, sending } from "./evaluation";
import { caches, kubelets, presence, watchdog } from "./presence";
import { names, waiting } from "./query";
import { replication, writesSlow } from "./receive";
import { httpRequests, partialResponses, storeApi } from "./requests";
import { evaluations, idleRuler, partialEvaluations } from "./rules";
import { volumes } from "./volumes";
import type { Watched } from "./watched";

type Alerts = (of: Watched) => AlertRule[];

const GROUPS: Readonly<Record<string, readonly Alerts[]>> = {
  presence: [watchdog, presence, kubelets, caches],
  requests: [httpRequests, waiting, storeApi, partialResponses, names],
  blocks: [bucketOperations, bucketSlow, uploads, growth, sidecars, storeSync],
  compact: [compactor],
  receive: [replication, writesSlow, pushing],
  evaluation: [evaluations, partialEvaluations, idleRuler, sending, reloads, notifications],
  volumes: [volumes],
};

/** Those that are not empty. */
export const alertGroups = (of: Watched): AlertGroup[] =>
  Object.entries(GROUPS)
    .map(([name, alerts]) => ({ name, rules: alerts.flatMap((each) => each(of)) }))
    .filter(({ rules }) => rules.length > 0);
