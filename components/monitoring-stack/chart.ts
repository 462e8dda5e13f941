// Source of the Helm chart: a repository, an OCI registry, or a local folder or archive.
import { CHARTS } from "../../kubernetes/images";

export interface ChartSource {
  /** Chart name in the repository, `oci://…`, or a path that begins with `.` or `/`. */
  readonly chart: string;
  /** URL of the repository, for a chart name. */
  readonly repository?: string | undefined;
  readonly version: string;
}

/** Whether it is a chart name in a repository, not a URL or path. */
export const isName = (chart: string): boolean => !/^(oci:\/\/|[./])/.test(chart);

/** Whether it is a local path, which has one version only. */
const isPath = (chart: string): boolean => /^[./]/.test(chart);

/**
 * Arguments of a Release for this source. https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/
 */
export const chartArgs = ({ chart, repository, version }: ChartSource) => ({
  chart,
  version: isPath(chart) ? undefined : version,
  repositoryOpts: isName(chart)
    ? { repo: repository ?? CHARTS.kubePrometheusStack.repository }
    : undefined,
});
