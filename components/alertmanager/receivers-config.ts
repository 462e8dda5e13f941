// Configuration keys of receivers and their integrations. Secrets are in a separate key and referred to by name.
// https://prometheus.io/docs/alerting/latest/configuration/#general-receiver-related-settings
import { z } from "zod";
import { issue } from "../../config/errors";
import { endpoint, url } from "../../config/network";
import { checkedText, text, wholeNumber } from "../../config/primitives";

/** Valid names of entries in `alertmanagerSecrets`, which become files. */
export const SECRET_NAME = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

const secretNamed = (what: string) =>
  checkedText(
    (name) => SECRET_NAME.test(name),
    "must be a name of letters, digits, hyphens, dots and underscores, 63 at most",
    "write the name of an entry of alertmanagerSecrets, not the secret itself",
  ).describe(`Name in \`alertmanagerSecrets\` of ${what}.`);

/** Keys of every integration. */
const common = {
  sendResolved: z
    .boolean()
    .optional()
    .describe(
      "Whether to notify of resolved alerts; by default as Alertmanager does for this kind.",
    ),
};

const integration = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("webhook"),
      urlSecret: secretNamed("the URL"),
      maxAlerts: wholeNumber(0, 10_000, "use 0 for all")
        .optional()
        .describe("Maximum number of alerts in one message; by default all."),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("slack"),
      urlSecret: secretNamed("the incoming webhook's URL"),
      channel: text.optional().describe("Channel; by default the webhook's own."),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("pagerduty"),
      routingKeySecret: secretNamed("the integration key (Events API v2)"),
      severity: text.optional().describe("Severity of the incident; may be a template."),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("opsgenie"),
      apiKeySecret: secretNamed("the API key"),
      apiUrl: url.optional().describe("URL of the API; by default that of the United States."),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("email"),
      to: text.describe("Addresses, with commas between them."),
      from: text.describe("Address of the sender."),
      smarthost: endpoint.describe("`host:port` of the mail server."),
      username: text.optional().describe("User name at the mail server; none by default."),
      passwordSecret: secretNamed("the user's password").optional(),
      requireTls: z.boolean().default(true).describe("Whether mail is sent over TLS only."),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("msteams"),
      urlSecret: secretNamed("the workflow's URL"),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("discord"),
      urlSecret: secretNamed("the webhook's URL"),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("telegram"),
      botTokenSecret: secretNamed("the bot's token"),
      chatId: z
        .number()
        .refine(
          (id) => Number.isSafeInteger(id) && id !== 0,
          issue("must be the number of a chat", "a group's begins with a minus sign"),
        )
        .describe("Number of the chat."),
      ...common,
    }),
  ],
  {
    error:
      'must be "webhook", "slack", "pagerduty", "opsgenie", "email", "msteams", "discord" or "telegram"',
  },
);

export const receivers = z.array(
  z.strictObject({
    name: text.describe("Name, by which routes refer to it."),
    integrations: z.array(integration).describe("Notification integrations."),
  }),
);

export type Receiver = z.infer<typeof receivers>[number];
export type Integration = Receiver["integrations"][number];

/** An integration's reference to a secret, with its configuration path. */
interface SecretUse {
  readonly path: string;
  readonly name: string;
  /** Whether the secret must be a URL. */
  readonly isUrl: boolean;
}

/** All references to secrets in the receivers. */
export const secretsOf = (list: readonly Receiver[]): SecretUse[] =>
  list.flatMap(({ integrations }, i) =>
    integrations.flatMap((one, j) =>
      Object.entries(one)
        .filter(([key]) => key.endsWith("Secret"))
        .map(([key, name]) => ({
          path: `alertmanager.receivers[${String(i)}].integrations[${String(j)}].${key}`,
          name: String(name),
          isUrl: key === "urlSecret",
        })),
    ),
  );
