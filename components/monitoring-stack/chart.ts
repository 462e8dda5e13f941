// Source of the Helm chart: a repository, an OCI registry, or a local folder or archive.
import { CHARTS } from "../../kubernetes/images";
import type { HelmStack } from "./config";

/** Whether `chart` is the name of a chart in a repository, not a URL or path. */
export const isName = (chart: string): boolean => !/^(oci:\/\/|[./])/.test(chart);

/** Whether it is a local path, which has one version only. */
const isPath = (chart: string): boolean => /^[./]/.test(chart);

/**
 * Arguments of a Release for this source. https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/
 */
export const chartArgs = ({
  chart,
  repository,
  version,
}: Pick<HelmStack, "chart" | "repository" | "version">) => ({
  chart,
  version: isPath(chart) ? undefined : version,
  repositoryOpts: isName(chart)
    ? { repo: repository ?? CHARTS.kubePrometheusStack.repository }
    : undefined,
});
