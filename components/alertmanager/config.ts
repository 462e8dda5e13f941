// Configuration keys of Alertmanager and the rules between them: replicas, receivers, routes, inhibition rules.
import { z } from "zod";
import { errorIf, formatValue, type ConfigError } from "../../config/errors";
import { matchers } from "./matchers-config";
import { didYouMean } from "../../config/nearest";
import { receivers } from "./receivers-config";
import { everyRoute, NOBODY, positive, route } from "./routes-config";
import { storage } from "../../config/storage";
import { repeatErrors } from "../../config/unique";
import { nodePort, url } from "../../config/network";
import { durationSeconds, labelName, replicas } from "../../config/primitives";

export const alertmanager = z.strictObject({
  replicas: replicas
    .default(2)
    .describe("Replicas, which form a cluster and send each notification once."),
  retention: positive
    .default("5d")
    .describe("How long silences and the notification log are kept."),
  storage: storage("1Gi"),
  nodePort,
  externalUrl: url.optional().describe("URL of the links in its notifications."),
  route: route.describe("Root of the routing tree."),
  receivers: receivers
    .default([])
    .describe("Receivers; `null`, which notifies nobody, always exists."),
  inhibitRules: z
    .array(
      z.strictObject({
        sourceMatchers: matchers.describe("Matchers of the alerts that inhibit others."),
        targetMatchers: matchers.describe("Matchers of the alerts that are inhibited."),
        equal: z
          .array(labelName)
          .default([])
          .describe("Labels whose values must be equal in both alerts."),
      }),
    )
    .default([])
    .describe("Inhibition rules, in addition to the default ones."),
});

export type AlertmanagerConfig = z.infer<typeof alertmanager>;

/** Errors across several keys. */
export function alertmanagerErrors(config: AlertmanagerConfig | undefined): ConfigError[] {
  if (config === undefined) {
    return [];
  }
  const names = config.receivers.map(({ name }) => name);
  return [
    ...nameErrors(config.receivers),
    ...everyRoute(config.route, "alertmanager.route").flatMap(([path, { receiver = NOBODY }]) =>
      errorIf(![NOBODY, ...names].includes(receiver), {
        path: `${path}.receiver`,
        value: formatValue(receiver),
        rule: "there is no receiver of this name",
        fix: didYouMean(receiver, names, "add it to alertmanager.receivers"),
      }),
    ),
  ];
}

const nameErrors = (receivers: readonly { readonly name: string }[]): ConfigError[] => [
  ...receivers.flatMap(({ name }, i) =>
    errorIf(name === NOBODY, {
      path: `alertmanager.receivers[${String(i)}].name`,
      value: formatValue(name),
      rule: "this receiver always exists and notifies nobody",
      fix: "use another name",
    }),
  ),
  ...repeatErrors(
    {
      alertmanager: {
        receivers: receivers.map(({ name }) => ({ name: name === NOBODY ? undefined : name })),
      },
    },
    "name",
    "give each receiver a name of its own",
  ),
];

/** Warnings about valid settings with surprising effects. */
export function alertmanagerWarnings(config: AlertmanagerConfig | undefined): string[] {
  if (config === undefined) {
    return [];
  }
  const routes = everyRoute(config.route, "alertmanager.route");
  const routed = routes.map(([, { receiver }]) => receiver);
  const retentionSeconds = durationSeconds(config.retention);
  const warnings = [
    ...config.receivers.map(
      ({ name }, i) =>
        !routed.includes(name) &&
        `alertmanager.receivers[${String(i)}] (${formatValue(name)}) is in no route and is never notified`,
    ),
    ...routes.map(
      ([path, { repeatInterval = "0d" }]) =>
        durationSeconds(repeatInterval) > retentionSeconds &&
        `${path}.repeatInterval is ${formatValue(repeatInterval)}, longer than alertmanager.retention: notifications are repeated sooner`,
    ),
  ];
  return warnings.filter((warning) => warning !== false);
}

interface Alerting {
  readonly alertmanager?: AlertmanagerConfig | undefined;
  /** Observees only: set if alerts go to the observer's Alertmanager. */
  readonly alerting?: object | undefined;
  /** Observees only: always set. */
  readonly exposure?: object | undefined;
}

/** Warns if no receiver gets the alerts of the cluster's own Prometheus. */
export function noReceiverWarnings({
  alertmanager: config,
  alerting,
  exposure,
}: Alerting): string[] {
  const notifies = everyRoute(config?.route ?? {}, "").some(
    ([, { receiver = NOBODY }]) => receiver !== NOBODY,
  );
  if (notifies || alerting !== undefined) {
    return [];
  }
  const observers = exposure === undefined ? "" : ", or alerting to send them to the observer";
  return [
    config === undefined
      ? `nobody is notified of this cluster's alerts: configure alertmanager with a receiver${observers}`
      : "alertmanager has no route to a receiver: nobody is notified of this cluster's alerts",
  ];
}
