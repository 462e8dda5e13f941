// Configuration type of pod labels.
import { z } from "zod";
import { issue } from "./errors";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const NAME = "[A-Za-z0-9](?:[-\\w.]{0,61}[A-Za-z0-9])?";
const KEY = new RegExp(`^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${NAME}$`);
const VALUE = new RegExp(`^(?:${NAME})?$`);

export const podLabels = z
  .record(z.string(), z.string())
  .refine(
    (labels) => Object.entries(labels).every(([key, value]) => KEY.test(key) && VALUE.test(value)),
    issue(
      "must be labels as pods have them",
      'use for example {"app.kubernetes.io/name": "grafana"}',
    ),
  );
