// Images and versions that the program deploys, and their overrides by a mirror registry or digests.

/** An image under its publisher's name. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** Images by part, or by container of a part. Each version is the one that the tests run. */
export const IMAGES = {
  thanos: { registry: "quay.io", repository: "thanos/thanos", tag: "v0.42.5" },
  prometheus: { registry: "quay.io", repository: "prometheus/prometheus", tag: "v3.15.0" },
  memcached: { registry: "docker.io", repository: "library/memcached", tag: "1.6.39" },
  memcachedExporter: {
    registry: "quay.io",
    repository: "prometheus/memcached-exporter",
    tag: "v0.14.3",
  },
  alertmanager: { registry: "quay.io", repository: "prometheus/alertmanager", tag: "v0.34.0" },
  kubeRbacProxy: { registry: "quay.io", repository: "brancz/kube-rbac-proxy", tag: "v0.19.1" },
  grafana: { registry: "docker.io", repository: "grafana/grafana", tag: "13.2.3" },
  dashboardSidecar: { registry: "quay.io", repository: "kiwigrid/k8s-sidecar", tag: "2.11.2" },
  versitygw: { registry: "ghcr.io", repository: "versity/versitygw", tag: "v1.8.0" },
  /** The last published release, on the only registry that still has it. */
  minio: { registry: "quay.io", repository: "minio/minio", tag: "RELEASE.2025-09-07T16-13-09Z" },
} as const satisfies Record<string, Image>;

/** Charts, with the version against which their values here were checked. */
export const CHARTS = {
  kubePrometheusStack: {
    chart: "kube-prometheus-stack",
    repository: "https://prometheus-community.github.io/helm-charts",
    version: "88.5.3",
  },
} as const;

export type ImageName = keyof typeof IMAGES;
export const IMAGE_NAMES = Object.keys(IMAGES) as ImageName[];

/** The configuration key `images`: a mirror and digests in place of the values above. */
export interface ImageOverrides {
  /** Host, with a path if any, of a mirror that keeps the publishers' repository names. */
  readonly registry?: string | undefined;
  /** Digests to pin, as given by the registry: `sha256:<64 hex digits>`. */
  readonly digests?: { readonly [name in ImageName]?: string | undefined } | undefined;
}

/** Reference of an image: `registry/repository:tag`, with `@digest` if one is pinned. */
export function imageReference(name: ImageName, overrides: ImageOverrides): string {
  const image = IMAGES[name];
  const digest = overrides.digests?.[name];
  const tagged = `${overrides.registry ?? image.registry}/${image.repository}:${image.tag}`;
  return digest === undefined ? tagged : `${tagged}@${digest}`;
}
