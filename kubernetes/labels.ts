// Kubernetes' recommended labels, the fixed ones that select pods apart from those that may change.
import { IMAGES, type ImageName } from "./images";

/** Labels that select the pods of one part; they never change, since a selector cannot. */
export const selectorLabels = (name: string): Record<string, string> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": name,
});

/** All labels of one part's objects. */
export const labels = (name: string, component: string): Record<string, string> => ({
  ...selectorLabels(name),
  "app.kubernetes.io/component": component,
  "app.kubernetes.io/part-of": "thanos-fleet",
  "app.kubernetes.io/version": versionOf(component),
});

/** Components with an image of their own are called as it is; all others are Thanos. */
const versionOf = (component: string): string =>
  Object.hasOwn(IMAGES, component) ? IMAGES[component as ImageName].tag : IMAGES.thanos.tag;
