// Which IngressClasses and GatewayClasses a stack uses, and the error if one belongs to another controller, which might
// ignore client authentication.
import { edgeProperties, type ExposureConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import type { PublishConfig } from "../query-frontend/ingress-config";
import { ingressClass, type RequiredClass } from "./required-class";

interface Published {
  readonly publish?: PublishConfig | undefined;
}

interface ClassSettings {
  readonly exposure?: ExposureConfig;
  readonly query?: Published;
  readonly queryFrontend?: Published;
}

/** All classes of a stack except that of Grafana's Ingress: Grafana authenticates users itself. */
export const requiredClasses = ({
  exposure,
  query,
  queryFrontend,
}: ClassSettings): RequiredClass[] =>
  [
    exposure && edgeProperties(exposure).requiredClass,
    query?.publish && ingressClass("query.publish", query.publish),
    queryFrontend?.publish && ingressClass("queryFrontend.publish", queryFrontend.publish),
  ].filter((required) => required !== undefined);

const RISKS = {
  IngressClass: "might ignore the Ingress' authentication annotations",
  GatewayClass: "might not verify client certificates",
} as const;

/** Error if `found`, the controller that the class in the cluster names, is not the required one. */
export const classError = (
  { kind, name, controller, path, controllerPath }: RequiredClass,
  found: unknown,
): ConfigError | undefined =>
  found === controller
    ? undefined
    : {
        path,
        value: formatValue(name),
        rule: `the ${kind} ${formatValue(name)} belongs to ${formatValue(found)}, not to ${controllerPath}, ${formatValue(controller)}, and ${RISKS[kind]}`,
        fix: `use a class of that controller; list them with kubectl get ${kind.toLowerCase()}`,
      };
