// Configuration keys of Alertmanager and the rules between them: replicas, receivers, routes, inhibition rules.
import { z } from "zod";
import { NOBODY } from "./types";
import { formatValue, type ConfigError } from "../../config/errors";
import { matchers } from "./matchers-config";
import { nearest } from "../../config/nearest";
import { receivers } from "./receivers-config";
import { everyRoute, positive, route } from "./routes-config";
import { storage } from "../../config/storage";
import { durationSeconds, labelName, nodePort, replicas, url } from "../../config/primitives";

export const alertmanager = z.strictObject({
  replicas: replicas.default(2).describe("Replicas; they agree on who sends what."),
  retention: positive.default("5d").describe("How long silences and what was sent are remembered."),
  storage: storage("1Gi"),
  nodePort,
  externalUrl: url
    .optional()
    .describe("Where people reach it: the links in its messages lead there."),
  route: route.describe("Root of the tree of routes."),
  receivers: receivers.default([]).describe("Who can be told; `null`, nobody, is always there."),
  inhibitRules: z
    .array(
      z.strictObject({
        sourceMatchers: matchers.describe("While an alert like this fires,"),
        targetMatchers: matchers.describe("nobody is told of one like this"),
        equal: z.array(labelName).default([]).describe("that is alike in these labels."),
      }),
    )
    .default([])
    .describe("Alerts that silence others, beside the rules that are always there."),
});

export type AlertmanagerConfig = z.infer<typeof alertmanager>;

/** Errors across several keys. */
export function alertmanagerErrors(config: AlertmanagerConfig | undefined): ConfigError[] {
  if (config === undefined) {
    return [];
  }
  const names = config.receivers.map(({ name }) => name);
  return [
    ...nameErrors(names),
    ...everyRoute(config.route, "alertmanager.route").flatMap(([path, { receiver }]) =>
      receiver === undefined || [NOBODY, ...names].includes(receiver)
        ? []
        : [unknownReceiver(`${path}.receiver`, receiver, names)],
    ),
  ];
}

const nameErrors = (names: readonly string[]): ConfigError[] =>
  names.flatMap((name, i) => {
    const path = `alertmanager.receivers[${String(i)}].name`;
    const first = names.indexOf(name);
    return name === NOBODY
      ? [
          {
            path,
            value: formatValue(name),
            rule: "that one is always there and tells nobody",
            fix: "call this one otherwise",
          },
        ]
      : first < i
        ? [
            {
              path,
              value: formatValue(name),
              rule: `it repeats alertmanager.receivers[${String(first)}].name`,
              fix: "give each receiver a name of its own",
            },
          ]
        : [];
  });

function unknownReceiver(path: string, name: string, names: readonly string[]): ConfigError {
  const near = nearest(name, names);
  return {
    path,
    value: formatValue(name),
    rule: "no receiver is called so",
    fix: near === undefined ? "add it to alertmanager.receivers" : `did you mean "${near}"?`,
  };
}

/** Warnings about valid settings with surprising effects. */
export function alertmanagerWarnings(config: AlertmanagerConfig | undefined): string[] {
  if (config === undefined) {
    return [];
  }
  const routes = everyRoute(config.route, "alertmanager.route");
  const called = routes.map(([, { receiver }]) => receiver);
  const kept = durationSeconds(config.retention);
  return [
    ...config.receivers.flatMap(({ name }, i) =>
      called.includes(name)
        ? []
        : [
            `alertmanager.receivers[${String(i)}] (${formatValue(name)}) is in no route: it is told nothing`,
          ],
    ),
    ...routes.flatMap(([path, { repeatInterval: again }]) =>
      again !== undefined && durationSeconds(again) > kept
        ? [
            `${path}.repeatInterval is ${formatValue(again)}, longer than alertmanager.retention: it is said again sooner`,
          ]
        : [],
    ),
  ];
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
  const told = everyRoute(config?.route ?? {}, "").some(
    ([, { receiver = NOBODY }]) => receiver !== NOBODY,
  );
  if (told || alerting !== undefined) {
    return [];
  }
  const observers = exposure === undefined ? "" : ", or alerting to send them to the observer's";
  return [
    config === undefined
      ? `nobody is told of any alert of this cluster: set alertmanager with a receiver${observers}`
      : "alertmanager has no route to a receiver: nobody is told of any alert of this cluster",
  ];
}
