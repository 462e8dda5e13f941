// Where the chart comes from: a repository, an OCI registry, or a folder or archive on this machine.
import { CHARTS } from "../../kubernetes/images";

export interface ChartSource {
  /** Name in the repository, `oci://…`, or a path that begins with `.` or `/`. */
  readonly chart: string;
  /** URL of the repository, for a name. */
  readonly repository?: string | undefined;
  readonly version: string;
}

/** Whether it is a name in a repository, rather than a place of its own. */
export const isName = (chart: string): boolean => !/^(oci:\/\/|[./])/.test(chart);

/** Whether it lies on this machine, where it has one version only. */
const isPath = (chart: string): boolean => /^[./]/.test(chart);

/** The arguments of a Release that say so. https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/ */
export const chartArgs = ({ chart, repository, version }: ChartSource) => ({
  chart,
  version: isPath(chart) ? undefined : version,
  repositoryOpts: isName(chart)
    ? { repo: repository ?? CHARTS.kubePrometheusStack.repository }
    : undefined,
});
