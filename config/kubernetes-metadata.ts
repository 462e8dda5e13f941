// Configuration types of names, annotations and labels of Kubernetes objects.
import { z } from "zod";
import { issue } from "./errors";
import { isHost } from "./network";
import { checkedText, matches } from "./primitives";

/** Name of a namespace: a DNS label. */
export const namespaceName = matches(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "must be a DNS label: lower-case letters, digits and hyphens, 63 characters at most",
  'use for example "thanos"',
);

/** Name of a Kubernetes object: a DNS subdomain. */
export const objectName = checkedText(
  (text) => text.length <= 253 && isHost(text),
  "must be the name of a Kubernetes object: lower-case letters, digits, hyphens and dots",
  "write it as `kubectl get` shows it",
);

const ANNOTATION_NAME = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

function isAnnotationKey(key: string): boolean {
  const [name = "", prefix = "x", ...more] = key.split("/").reverse();
  return (
    ANNOTATION_NAME.test(name) &&
    prefix.length <= 253 &&
    isHost(prefix.toLowerCase()) &&
    more.length === 0
  );
}

/** Annotations. Their keys are checked here, since the API server rejects the whole object for an invalid one. */
export const annotations = z.record(z.string(), z.string()).superRefine((map, context) => {
  for (const key of Object.keys(map).filter((k) => !isAnnotationKey(k))) {
    context.addIssue({
      code: "custom",
      path: [key],
      message: "its key must be a name, which a DNS name and a slash may precede",
      params: { fix: 'use for example "example.com/team"' },
    });
  }
});

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const NAME = "[A-Za-z0-9](?:[-\\w.]{0,61}[A-Za-z0-9])?";
const KEY = new RegExp(`^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${NAME}$`);
const VALUE = new RegExp(`^(?:${NAME})?$`);

/** Labels: names with an optional prefix, and values of at most 63 characters. */
export const podLabels = z
  .record(z.string(), z.string())
  .refine(
    (labels) => Object.entries(labels).every(([key, value]) => KEY.test(key) && VALUE.test(value)),
    issue("must be Kubernetes labels", 'use for example {"app.kubernetes.io/name": "grafana"}'),
  );
