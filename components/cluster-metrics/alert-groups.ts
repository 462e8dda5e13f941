// Collects all alerts of a cluster into the groups of its PrometheusRule objects.
import type { AlertGroup, AlertRule, RecordingRule } from "../../kubernetes/alerts/alert";
import {
  bucketOperationAlerts,
  bucketLatencyAlerts,
  growthAlerts,
  sidecarAlerts,
  storeSyncAlerts,
  uploadAlerts,
} from "../object-store/alerts";
import { compactorAlerts } from "../compactor/alerts";
import {
  notificationAlerts,
  remoteWriteAlerts,
  reloadAlerts,
  alertDeliveryAlerts,
} from "../alertmanager/alerts";
import {
  cacheAlerts,
  kubeletAlerts,
  partReplicas,
  presenceAlerts,
  watchdog,
} from "./presence-alerts";
import { dnsLookupAlerts, concurrencyAlerts } from "../query/alerts";
import { replicationAlerts, writeLatencyAlerts } from "../receive/alerts";
import { httpRequestAlerts, partialResponseAlerts, storeApiAlerts } from "../query/request-alerts";
import { evaluationAlerts, idleRulerAlerts, partialEvaluationAlerts } from "../ruler/alerts";
import { fleetCheckAlerts } from "../fleet-check/alerts";
import { volumeAlerts } from "./volume-alerts";
import type { AlertContext } from "./alert-context";

type AlertFactory = (context: AlertContext) => readonly (AlertRule | RecordingRule)[];

const GROUPS: Readonly<Record<string, readonly AlertFactory[]>> = {
  presence: [watchdog, partReplicas, presenceAlerts, kubeletAlerts, cacheAlerts],
  requests: [
    httpRequestAlerts,
    concurrencyAlerts,
    storeApiAlerts,
    partialResponseAlerts,
    dnsLookupAlerts,
  ],
  blocks: [
    bucketOperationAlerts,
    bucketLatencyAlerts,
    uploadAlerts,
    growthAlerts,
    sidecarAlerts,
    storeSyncAlerts,
  ],
  compact: [compactorAlerts],
  receive: [replicationAlerts, writeLatencyAlerts, remoteWriteAlerts],
  evaluation: [
    fleetCheckAlerts,
    evaluationAlerts,
    partialEvaluationAlerts,
    idleRulerAlerts,
    alertDeliveryAlerts,
    reloadAlerts,
    notificationAlerts,
  ],
  volumes: [volumeAlerts],
};

/** All groups that have rules for this cluster. */
export const alertGroups = (context: AlertContext): AlertGroup[] =>
  Object.entries(GROUPS)
    .map(([name, factories]) => ({ name, rules: factories.flatMap((alerts) => alerts(context)) }))
    .filter(({ rules }) => rules.length > 0);
