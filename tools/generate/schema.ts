// Generates the JSON Schema of stack files from the program's own schemas, for completion in editors.
import { z } from "zod";
import { DEFAULT_PROVIDERS } from "../../config/default-providers";
import { observeeKeys } from "../../config/observee";
import { observerKeys } from "../../config/observer";
import { RECEIVER_SECRETS } from "../../components/alertmanager/secrets-config";
import { KEY_PAIR, OBSERVEE_PAIRS } from "../../components/object-store/s3/secrets-config";
import {
  OBSERVEE_CONFIGS,
  STORE_CONFIG,
} from "../../components/object-store/thanos/secrets-config";

const NAMESPACE = "thanos-fleet";

/** Schema of a secret in a stack file. */
const secret = (description: string) => ({
  description,
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
});

/** Schemas of a role's secret keys. */
export const secrets = (
  role: "observer" | "observee",
): Record<string, { description: string }> => ({
  [KEY_PAIR[0]]: secret(
    "Access key of the own bucket; required with `objectStore.auth.kind: keys`.",
  ),
  [KEY_PAIR[1]]: secret("Secret key that goes with it."),
  [STORE_CONFIG]: secret(
    "What Thanos' documentation shows below `config:` for the own store's type; required with `objectStore.kind: thanos`.",
  ),
  [RECEIVER_SECRETS]: secret(
    "JSON object of what Alertmanager's receivers keep secret, by the names that they call it.",
  ),
  ...(role === "observer"
    ? {
        [OBSERVEE_PAIRS]: secret(
          "JSON object of `{accessKey, secretKey}` by observee: with what the observer reads that bucket, where what it reads its own with does not count.",
        ),
        [OBSERVEE_CONFIGS]: secret(
          "JSON object of such configurations by observee: with what the observer reads a store of another type than S3.",
        ),
      }
    : {}),
});

export type Node = z.core.JSONSchema.BaseSchema;

/** Schema of a role's keys, without the namespace. */
export const keysOf = (role: "observer" | "observee"): Node =>
  z.toJSONSchema(z.strictObject(role === "observer" ? observerKeys : observeeKeys), {
    io: "input",
    unrepresentable: "any",
  });

const prefixed = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [`${NAMESPACE}:${key}`, value]));

function configOf(role: "observer" | "observee") {
  const { properties = {}, required = [] } = keysOf(role);
  return {
    properties: prefixed({
      role: { const: role, description: "What this stack's cluster is." },
      ...properties,
      ...secrets(role),
    }),
    required: ["role", ...required].map((key) => `${NAMESPACE}:${key}`),
    // Keys of other namespaces, such as `pulumi:`, are not checked.
    patternProperties: { [`^(?!${NAMESPACE}:)`]: {} },
    additionalProperties: false,
  };
}

/** Schema of the whole file: the legal keys depend on the role. */
export const stackFileSchema = () => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A stack of thanos-fleet",
  type: "object",
  properties: {
    config: {
      type: "object",
      properties: {
        [`${NAMESPACE}:role`]: { enum: ["observer", "observee"] },
        [DEFAULT_PROVIDERS]: {
          description: "No resource may go by an ambient kube context or AWS profile.",
          const: ["*"],
        },
      },
      required: [`${NAMESPACE}:role`, DEFAULT_PROVIDERS],
      if: { properties: { [`${NAMESPACE}:role`]: { const: "observer" } } },
      then: configOf("observer"),
      else: configOf("observee"),
    },
    secretsprovider: { type: "string" },
    encryptedkey: { type: "string" },
    encryptionsalt: { type: "string" },
  },
  required: ["config"],
});
