// Types of Alertmanager's routing configuration.

/** Receiver that always exists and notifies nobody. */
export const NOBODY = "null";

export interface Route {
  readonly receiver?: string | undefined;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly groupBy?: readonly string[] | undefined;
  readonly groupWait?: string | undefined;
  readonly groupInterval?: string | undefined;
  readonly repeatInterval?: string | undefined;
  readonly routes?: readonly Route[];
}

/** A notification channel. Fields ending in `Secret` hold the name of a secret, never its value. */
export type Integration = { readonly sendResolved?: boolean | undefined } & (
  | {
      readonly kind: "webhook";
      readonly urlSecret: string;
      readonly maxAlerts?: number | undefined;
    }
  | { readonly kind: "slack"; readonly urlSecret: string; readonly channel?: string | undefined }
  | {
      readonly kind: "pagerduty";
      readonly routingKeySecret: string;
      readonly severity?: string | undefined;
    }
  | {
      readonly kind: "opsgenie";
      readonly apiKeySecret: string;
      readonly apiUrl?: string | undefined;
    }
  | {
      readonly kind: "email";
      readonly to: string;
      readonly from: string;
      readonly smarthost: string;
      readonly username?: string | undefined;
      readonly passwordSecret?: string | undefined;
      readonly requireTls: boolean;
    }
  | { readonly kind: "msteams" | "discord"; readonly urlSecret: string }
  | { readonly kind: "telegram"; readonly botTokenSecret: string; readonly chatId: number }
);

export interface Receiver {
  readonly name: string;
  readonly integrations: readonly Integration[];
}

export interface Routing {
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly {
    readonly sourceMatchers: readonly string[];
    readonly targetMatchers: readonly string[];
    readonly equal: readonly string[];
  }[];
}
