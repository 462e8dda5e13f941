// Locates the controllers of edges: as configured, else in the namespace of their usual installation.
import { formatValue, type ConfigError } from "../../../config/errors";
import { edgeProperties, type ExposureConfig } from "../../edge/config";
import { ingressControllers } from "../../edge/ingress/class";
import type { NetworkPoliciesConfig } from "../config";
import { anyPortOf, type PeerRule } from "../peers";
import { peerOf } from "./shared";

const configured = ({ controller }: NetworkPoliciesConfig): readonly PeerRule[] | undefined =>
  controller === undefined ? undefined : [anyPortOf(...[controller].flat().map(peerOf))];

/** Empty if the location is unknown. */
export const controllersOfEdge = (
  policies: NetworkPoliciesConfig,
  edge: ExposureConfig,
): readonly PeerRule[] => configured(policies) ?? edgeProperties(edge).controllers ?? [];

/** Controllers of published parts, by the classes of their Ingresses. */
export const controllersOfClasses = (
  policies: NetworkPoliciesConfig,
  classes: readonly string[],
): readonly PeerRule[] => configured(policies) ?? ingressControllers(classes);

/** A Gateway whose controller's location is unknown would be blocked silently. */
export const controllerErrors = (
  policies: NetworkPoliciesConfig | undefined,
  edge: ExposureConfig | undefined,
): ConfigError[] =>
  policies?.enabled === true &&
  edge?.kind === "gateway" &&
  controllersOfEdge(policies, edge).length === 0 &&
  edgeProperties(edge).errors?.length === 0
    ? [
        {
          path: "networkPolicies.controller",
          rule: `is required: the namespace of ${formatValue(edge.controllerName)} is unknown`,
          fix: "set the namespace or the addresses of its pods",
        },
      ]
    : [];
