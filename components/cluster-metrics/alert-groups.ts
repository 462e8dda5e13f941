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
import { notificationAlerts, reloadAlerts, alertDeliveryAlerts } from "../alertmanager/alerts";
import {
  cacheAlerts,
  kubeletAlerts,
  partReplicas,
  presenceAlerts,
  watchdog,
} from "./presence-alerts";
import { dnsLookupAlerts, concurrencyAlerts } from "../query/alerts";
import {
  databaseAlerts,
  remoteWriteAlerts,
  remoteWriteDelayAlerts,
  scrapeAlerts,
} from "../prometheus/alerts";
import { forwardAlerts, replicationAlerts, writeLatencyAlerts } from "../receive/alerts";
import { httpRequestAlerts, partialResponseAlerts, storeApiAlerts } from "../query/request-alerts";
import { evaluationAlerts, idleRulerAlerts, partialEvaluationAlerts } from "../ruler/alerts";
import { fleetCheckAlerts } from "../fleet-check/alerts";
import { storeGateAlerts } from "../store-gateway/alerts";
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
    storeGateAlerts,
  ],
  scrapes: [scrapeAlerts],
  blocks: [
    bucketOperationAlerts,
    bucketLatencyAlerts,
    uploadAlerts,
    growthAlerts,
    sidecarAlerts,
    storeSyncAlerts,
    databaseAlerts,
  ],
  compact: [compactorAlerts],
  receive: [
    replicationAlerts,
    forwardAlerts,
    writeLatencyAlerts,
    remoteWriteAlerts,
    remoteWriteDelayAlerts,
  ],
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
