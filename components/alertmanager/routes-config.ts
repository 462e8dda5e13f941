// Configuration keys of Alertmanager's routing tree, https://prometheus.io/docs/alerting/latest/configuration/#route.
import { z } from "zod";
import { issue } from "../../config/errors";
import { matchers } from "./matchers-config";
import { checkedText, duration, labelName, text } from "../../config/primitives";

/** Name of the receiver that always exists and notifies nobody. */
export const NOBODY = "null";

/** A duration longer than 0. */
export const positive = duration.refine((d) => d !== "0d", issue("must not be 0", 'use "1m"'));

const groupBy = z.array(
  checkedText(
    (name) => labelName.safeParse(name).success || name === "...",
    "must be the name of a label, or ... for all labels",
    'use for example "alertname" and "cluster"',
  ),
);

const branchKeys = {
  receiver: text.optional().describe("Name of a receiver; by default its parent's."),
  matchers: matchers
    .refine(
      (list) => list.length > 0,
      issue("must have at least one matcher", "name the alerts that take this route"),
    )
    .describe('Matchers that must all match an alert, for example `severity="critical"`.'),
  continue: z.boolean().default(false).describe("Whether later sibling routes are tried, too."),
  groupBy: groupBy.optional().describe("As in the root; by default its parent's."),
  groupWait: duration.optional().describe("As in the root; by default its parent's."),
  groupInterval: positive.optional().describe("As in the root; by default its parent's."),
  repeatInterval: positive.optional().describe("As in the root; by default its parent's."),
};

const branch = z.strictObject({
  ...branchKeys,
  routes: z
    .array(z.strictObject(branchKeys))
    .default([])
    .describe("Child routes, with the same keys but no children of their own."),
});

export const route = z
  .strictObject({
    receiver: text
      .default(NOBODY)
      .describe("Receiver of the alerts that match no child route; `null` notifies nobody."),
    groupBy: groupBy
      .default(["alertname", "cluster"])
      .describe("Labels by which alerts are grouped into one notification; `...` is all labels."),
    groupWait: duration
      .default("30s")
      .describe("How long the first notification of a group waits for more alerts."),
    groupInterval: positive
      .default("5m")
      .describe("How long the next notification of a group waits for more alerts."),
    repeatInterval: positive.default("4h").describe("How long until a notification is repeated."),
    routes: z
      .array(branch)
      .default([])
      .describe("Child routes, tried in order; the first match is taken."),
  })
  .prefault({});

/** The root, or a route below it; only the root has defaults. */
export type Route = Omit<Partial<z.infer<typeof branch>>, "routes"> & {
  readonly routes?: readonly Route[];
};

/** A route and all routes below it, each with its configuration path. */
export const everyRoute = (top: Route, path: string): [string, Route][] => [
  [path, top],
  ...(top.routes ?? []).flatMap((below, i) => everyRoute(below, `${path}.routes[${String(i)}]`)),
];
