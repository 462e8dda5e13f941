// Configuration keys of Alertmanager's routing tree, https://prometheus.io/docs/alerting/latest/configuration/#route.
import { z } from "zod";
import { issue } from "../../config/errors";
import { matchers } from "./matchers-config";
import { checkedText, duration, labelName, text } from "../../config/primitives";

/** Name of the receiver that always exists and notifies nobody. */
export const NOBODY = "null";

/** A duration above 0. */
export const positive = duration.refine((d) => d !== "0d", issue("must not be 0", 'use "1m"'));

const groupBy = z.array(
  checkedText(
    (name) => labelName.safeParse(name).success || name === "...",
    "must be the name of a label, or ... for all labels",
    'use for example "alertname" and "cluster"',
  ),
);

const branchKeys = {
  receiver: text.optional().describe("Name of a receiver; its parent's without it."),
  matchers: matchers
    .refine(
      (list) => list.length > 0,
      issue("must have one matcher at least", "say which alerts take this route"),
    )
    .describe('Which alerts take it: all of these hold, for example `severity="critical"`.'),
  continue: z.boolean().default(false).describe("Whether its later siblings are tried, too."),
  groupBy: groupBy.optional().describe("As in the root; its parent's without it."),
  groupWait: duration.optional().describe("As in the root; its parent's without it."),
  groupInterval: positive.optional().describe("As in the root; its parent's without it."),
  repeatInterval: positive.optional().describe("As in the root; its parent's without it."),
};

const branch = z.strictObject({
  ...branchKeys,
  routes: z
    .array(z.strictObject(branchKeys))
    .default([])
    .describe("Routes below this one, with the same keys and none below them."),
});

export const route = z
  .strictObject({
    receiver: text
      .default(NOBODY)
      .describe("Whom an alert goes to that takes no route below; `null` is nobody."),
    groupBy: groupBy
      .default(["alertname", "cluster"])
      .describe("Alerts that are alike in these labels go into one message; `...` is all labels."),
    groupWait: duration.default("30s").describe("How long a first message waits for more alerts."),
    groupInterval: positive
      .default("5m")
      .describe("How long the next message of a group waits for more alerts."),
    repeatInterval: positive.default("4h").describe("How long until it is said again."),
    routes: z.array(branch).default([]).describe("Tried in turn; the first that matches is taken."),
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
