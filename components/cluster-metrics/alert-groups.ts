// Collects all alerts of a cluster into the groups of its PrometheusRule objects.
import type { AlertGroup, AlertRule } from "../../kubernetes/alerts/alert";
import {
  bucketOperations,
  bucketSlow,
  growth,
  sidecars,
  storeSync,
  uploads,
} from "../object-store/alerts";
import { compactor } from "../compactor/alerts";
import { notifications, pushing, reloads, sending } from "../alertmanager/alerts";
import { caches, kubelets, presence, watchdog } from "./presence-alerts";
import { names, waiting } from "../query/alerts";
import { replication, writesSlow } from "../receive/alerts";
import { httpRequests, partialResponses, storeApi } from "../query/request-alerts";
import { evaluations, idleRuler, partialEvaluations } from "../ruler/alerts";
import { volumes } from "./volume-alerts";
import type { AlertContext } from "./alert-context";

type Alerts = (of: AlertContext) => AlertRule[];

const GROUPS: Readonly<Record<string, readonly Alerts[]>> = {
  presence: [watchdog, presence, kubelets, caches],
  requests: [httpRequests, waiting, storeApi, partialResponses, names],
  blocks: [bucketOperations, bucketSlow, uploads, growth, sidecars, storeSync],
  compact: [compactor],
  receive: [replication, writesSlow, pushing],
  evaluation: [evaluations, partialEvaluations, idleRuler, sending, reloads, notifications],
  volumes: [volumes],
};

/** Omits empty groups. */
export const alertGroups = (of: AlertContext): AlertGroup[] =>
  Object.entries(GROUPS)
    .map(([name, alerts]) => ({ name, rules: alerts.flatMap((each) => each(of)) }))
    .filter(({ rules }) => rules.length > 0);
