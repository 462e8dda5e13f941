// Configuration keys of the observer.
import { z } from "zod";
import { observeeContract } from "../stacks/contract";
import { fleetAlertmanager } from "../components/alertmanager/edge-config";
import { caBundle } from "../components/pki/ca-config";
import { rotation } from "../components/pki/config";
import { issue } from "./errors";
import { grafana } from "../components/grafana/config";
import { queryFrontend } from "../components/query-frontend/config";
import { query } from "../components/query/config";
import { receive } from "../components/receive/config";
import { ruler } from "../components/ruler/config";
import { ALERTMANAGER, sharedKeys } from "./shared";
import { clusterName, stackName } from "./primitives";
import { store } from "../components/store-gateway/config";
import { tlsQuerier } from "../components/tls-querier/config";

const observee = z
  .strictObject({
    name: clusterName.describe("The observee's `cluster`."),
    stack: stackName.optional().describe("Full name of its stack."),
    values: observeeContract
      .safeExtend({
        serverCa: caBundle.optional(),
        writerCa: caBundle.optional(),
        senderCa: caBundle.optional(),
      })
      .optional()
      .describe("Its outputs as literal values, if no stack can be read."),
    clientCa: rotation.describe("Rotation of the client CA that the observer has for it."),
  })
  .refine(
    ({ stack, values }) => (stack === undefined) !== (values === undefined),
    issue(
      "must have exactly one of stack and values",
      "name the observee's stack, or give its outputs as values",
    ),
  );

/** Schema of each key of an observer. */
export const observerKeys = {
  ...sharedKeys,
  observees: z.array(observee).describe("The clusters to observe."),
  revoked: z
    .array(clusterName)
    .default([])
    .describe("Observees in the list that are neither called nor trusted."),
  sameCluster: z
    .boolean()
    .default(false)
    .describe("Whether several stacks of the fleet may be in one Kubernetes cluster."),
  query: query.describe("Query."),
  queryFrontend: queryFrontend.describe("The Query Frontend."),
  tlsQuerier: tlsQuerier.describe("What calls the observees."),
  store: store.describe("The Store Gateways; the settings apply to all of them."),
  alertmanager: fleetAlertmanager.optional().describe(ALERTMANAGER),
  grafana: grafana.describe("Grafana, with the fleet as its data source."),
  ruler: ruler
    .optional()
    .describe("The Ruler, which evaluates rules over the whole fleet; not deployed by default."),
  receive: receive
    .optional()
    .describe("Receive, for observees with `exposure.kind: remoteWrite`; not deployed by default."),
};

export type ObserverSettings = z.infer<z.ZodObject<typeof observerKeys>>;
