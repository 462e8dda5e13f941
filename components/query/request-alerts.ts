// Alerts on requests to Query, its frontend, Receive and StoreAPIs: errors, latency, and partial responses.
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import {
  ofKinds,
  select,
  type PartKind,
  type AlertContext,
  type WatchedPart,
} from "../cluster-metrics/alert-context";

/** Ratio of failed requests that is tolerated. */
const MAX_ERROR_RATIO = "0.05";

/** Label matchers of the HTTP handlers that serve queries and remote writes. */
const HANDLERS: { readonly [kind in PartKind]?: string } = {
  query: 'handler=~"query|query_range"',
  queryFrontend: 'handler="query-frontend"',
  receive: 'handler="receive"',
};

/**
 * Codes of server errors, unlike a call that the client cancels.
 * https://grpc.github.io/grpc/core/md_doc_statuscodes.html
 */
const SERVER_ERRORS =
  'grpc_code=~"Aborted|DataLoss|DeadlineExceeded|Internal|ResourceExhausted|Unavailable|Unknown"';

/** Alerts on the ratio of two rates, per job; no result without requests. */
const share = (some: string, all: string): string =>
  `sum by (job) (rate(${some}[5m])) / sum by (job) (rate(${all}[5m])) > ${MAX_ERROR_RATIO}`;

const slowest = (buckets: string): string =>
  `histogram_quantile(0.99, sum by (job, le) (rate(${buckets}[5m])))`;

/** HTTP errors of Query, the Query Frontend and Receive, and slow queries of the first two. */
export const httpRequestAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "query", "queryFrontend", "receive").flatMap((part) => [
    httpErrors(context, part),
    ...(part.kind === "receive" ? [] : [httpSlow(context, part)]),
  ]);

const httpErrors = (context: AlertContext, part: WatchedPart): AlertRule => {
  const handler = HANDLERS[part.kind] ?? "";
  const requests = (...more: string[]) => `http_requests_total${select(context, part, ...more)}`;
  return alertRule(context, {
    alert: "ThanosFleetRequestErrors",
    expr: share(requests(handler, 'code=~"5.."'), requests(handler)),
    for: "5m",
    severity: "critical",
    summary: `More than one in twenty requests to {{ $labels.job }} in ${context.cluster} fail.`,
    description:
      part.kind === "receive"
        ? "Clusters that push try again for about two hours; then samples are lost."
        : "Dashboards and rules get no answer.",
  });
};

/** In seconds: a third of the timeout of a whole query. */
const SLOW_QUERY = TIMEOUTS.queryTotal / 3;

const httpSlow = (context: AlertContext, part: WatchedPart): AlertRule =>
  alertRule(context, {
    alert: "ThanosFleetQueriesSlow",
    expr: `${slowest(`http_request_duration_seconds_bucket${select(context, part, HANDLERS[part.kind] ?? "")}`)} > ${String(SLOW_QUERY)}`,
    for: "10m",
    severity: "warning",
    summary: `The slowest queries to {{ $labels.job }} in ${context.cluster} take more than ${String(SLOW_QUERY)} s.`,
    description: `A query is ended after ${String(TIMEOUTS.queryTotal)} s.`,
  });

/** How many seconds the caller waits for each part that serves the StoreAPI. */
const CALLER_TIMEOUTS: { readonly [kind in PartKind]?: number } = {
  sidecar: TIMEOUTS.leaf,
  leafQuery: TIMEOUTS.tlsQuery,
  tlsQuerier: TIMEOUTS.query,
  store: TIMEOUTS.query,
  receive: TIMEOUTS.query,
  ruler: TIMEOUTS.query,
  fleetCheck: TIMEOUTS.query,
};

/** gRPC errors and latency of every part that serves the StoreAPI. */
export const storeApiAlerts = (context: AlertContext): AlertRule[] =>
  context.parts.flatMap((part) => {
    const callerTimeout = CALLER_TIMEOUTS[part.kind];
    return callerTimeout === undefined
      ? []
      : [storeApiErrors(context, part), storeApiSlow(context, part, callerTimeout)];
  });

/** Counts calls of `thanos.Store` only: callers also poll the Info API, which succeeds whatever else fails. */
const storeApiErrors = (context: AlertContext, part: WatchedPart): AlertRule => {
  const calls = (...more: string[]) =>
    `grpc_server_handled_total${select(context, part, 'grpc_service="thanos.Store"', ...more)}`;
  return alertRule(context, {
    alert: "ThanosFleetStoreApiErrors",
    expr: share(calls(SERVER_ERRORS), calls()),
    for: "10m",
    severity: "warning",
    summary: `More than one in twenty calls of {{ $labels.job }} in ${context.cluster} fail.`,
    description: "What it holds is missing from answers, or queries fail.",
  });
};

/** Fires at 80 % of the caller's timeout, so before the caller gives up. */
const storeApiSlow = (
  context: AlertContext,
  part: WatchedPart,
  callerTimeout: number,
): AlertRule => {
  const threshold = callerTimeout * 0.8;
  return alertRule(context, {
    alert: "ThanosFleetStoreApiSlow",
    expr: `${slowest(`grpc_server_handling_seconds_bucket${select(context, part, 'grpc_method="Series"')}`)} > ${String(threshold)}`,
    for: "10m",
    severity: "warning",
    summary: `The slowest calls of {{ $labels.job }} in ${context.cluster} take more than ${String(threshold)} s.`,
    description: `After ${String(callerTimeout)} s without a word the caller goes on without it.`,
  });
};

/**
 * Queries answer without the endpoints that fail. A query calls up to every endpoint, so one that is down is a small part
 * of all calls in a large fleet: the ratio of errors is multiplied by the number of endpoints. Cancelled calls count as
 * they are, since a query that its caller cancels or that times out cancels the calls to all endpoints. `Info` does not
 * count: it checks whether an endpoint is up, and no query waits for it.
 */
export const partialResponseAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "query", "tlsQuerier", "leafQuery").map((part) => {
    const calls = (...more: string[]) =>
      `sum by (job) (rate(grpc_client_handled_total${select(context, part, 'grpc_method!="Info"', ...more)}[5m]))`;
    const endpoints = `max by (job) (sum by (job, instance) (thanos_store_nodes_grpc_connections${select(context, part)}))`;
    const errors = `${calls('grpc_code!~"OK|Canceled"')} / ${calls()} * ${endpoints} > ${MAX_ERROR_RATIO}`;
    const cancelled = `${calls('grpc_code="Canceled"')} / ${calls()} > ${MAX_ERROR_RATIO}`;
    return alertRule(context, {
      alert: "ThanosFleetPartialResponses",
      expr: `(${errors}) or (${cancelled})`,
      for: "10m",
      severity: "warning",
      summary: `Calls that {{ $labels.job }} in ${context.cluster} makes to some endpoints come to nothing.`,
      description: "Answers lack those that it called; they say so in a warning.",
    });
  });
