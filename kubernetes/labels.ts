// Kubernetes' recommended labels: fixed ones for selectors, and others that may change.
import { IMAGES, type ImageName } from "./images";

/** Selector labels of a part's pods; they must never change, since selectors are immutable. */
export const selectorLabels = (name: string): Record<string, string> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": name,
});

/** Label that all objects of this program have. */
export const PART_OF = { "app.kubernetes.io/part-of": "thanos-fleet" } as const;

/** All labels of a part's objects. `component` is the role of the part, as in kube-thanos. */
export const labels = (name: string, component: string): Record<string, string> => ({
  ...selectorLabels(name),
  "app.kubernetes.io/component": component,
  ...PART_OF,
  "app.kubernetes.io/version": versionOf(component),
});

/** A component named like an image has that image's version; all others have Thanos'. */
const versionOf = (component: string): string =>
  Object.hasOwn(IMAGES, component) ? IMAGES[component as ImageName].tag : IMAGES.thanos.tag;
