// Builds Alertmanager's configuration file. It has no secrets, only paths to files of a mounted Secret.
// https://prometheus.io/docs/alerting/latest/configuration/
import { NAMES } from "../../kubernetes/names";
import { toYaml } from "../../kubernetes/yaml";
import { INHIBITIONS, DEAD_MANS_SWITCH_ROUTE } from "./defaults";
import type { AlertmanagerConfig } from "./config";
import type { Integration, Receiver } from "./receivers-config";
import { NOBODY, type Route } from "./routes-config";

/** Key at which the operator expects the file. */
export const CONFIG_KEY = "alertmanager.yaml";

/** Path at which the operator mounts the Secret. */
const SECRETS_DIR = `/etc/alertmanager/secrets/${NAMES.alertmanagerSecrets}`;

const file = (name: string): string => `${SECRETS_DIR}/${name}`;

/** YAML text of the file, which has no entry for an undefined field. */
export const alertmanagerYaml = (
  config: Pick<AlertmanagerConfig, "route" | "receivers" | "inhibitRules">,
): string =>
  toYaml({
    route: routeOf({
      ...config.route,
      routes: [...(config.route.routes ?? []), DEAD_MANS_SWITCH_ROUTE],
    }),
    receivers: [{ name: NOBODY }, ...config.receivers.map(receiverOf)],
    inhibit_rules: [...INHIBITIONS, ...config.inhibitRules].map((rule) => ({
      source_matchers: rule.sourceMatchers,
      target_matchers: rule.targetMatchers,
      equal: rule.equal,
    })),
  });

const routeOf = (route: Route): object => ({
  receiver: route.receiver,
  matchers: route.matchers,
  continue: route.continue,
  group_by: route.groupBy,
  group_wait: route.groupWait,
  group_interval: route.groupInterval,
  repeat_interval: route.repeatInterval,
  routes: route.routes?.map(routeOf),
});

/** Groups integrations of one kind into one list, as the file requires. */
function receiverOf({ name, integrations }: Receiver): Record<string, unknown> {
  const lists: Record<string, unknown[]> = {};
  for (const [list, fields] of integrations.map(integrationOf)) {
    lists[list] = [...(lists[list] ?? []), fields];
  }
  return { name, ...lists };
}

/** Name of the integration's list in the file, and its entry there. */
function integrationOf(one: Integration): [list: string, fields: Record<string, unknown>] {
  const send_resolved = one.sendResolved;
  switch (one.kind) {
    case "webhook":
      return [
        "webhook_configs",
        { url_file: file(one.urlSecret), max_alerts: one.maxAlerts, send_resolved },
      ];
    case "slack":
      return [
        "slack_configs",
        { api_url_file: file(one.urlSecret), channel: one.channel, send_resolved },
      ];
    case "pagerduty":
      return [
        "pagerduty_configs",
        { routing_key_file: file(one.routingKeySecret), severity: one.severity, send_resolved },
      ];
    case "opsgenie":
      return [
        "opsgenie_configs",
        { api_key_file: file(one.apiKeySecret), api_url: one.apiUrl, send_resolved },
      ];
    case "email":
      return [
        "email_configs",
        {
          to: one.to,
          from: one.from,
          smarthost: one.smarthost,
          auth_username: one.username,
          auth_password_file:
            one.passwordSecret === undefined ? undefined : file(one.passwordSecret),
          require_tls: one.requireTls,
          send_resolved,
        },
      ];
    case "msteams":
      return ["msteamsv2_configs", { webhook_url_file: file(one.urlSecret), send_resolved }];
    case "discord":
      return ["discord_configs", { webhook_url_file: file(one.urlSecret), send_resolved }];
    case "telegram":
      return [
        "telegram_configs",
        { bot_token_file: file(one.botTokenSecret), chat_id: one.chatId, send_resolved },
      ];
  }
}
