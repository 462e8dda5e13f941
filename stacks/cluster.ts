// Checks the existing classes and Gateways that edges and Ingresses use, before any resource is created.
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import { throwIfAny, type Config } from "../config/load";
import { requiredClasses, classError } from "../components/edge/class-controllers";
import { formatValue, type ConfigError } from "../config/errors";
import { readGateway } from "../components/edge/gateway/existing-gateway";
import { GATEWAY_API } from "../components/edge/gateway/spec";
import { gatewayClass, type RequiredClass } from "../components/edge/required-class";
import { serverSecretOf } from "../components/pki/certificates/server-secret";

const API = {
  IngressClass: { apiVersion: "networking.k8s.io/v1", field: "controller" },
  GatewayClass: { apiVersion: GATEWAY_API, field: "controllerName" },
} as const;

/** Returns `spec` of an existing object; if there is none, the engine fails the read. */
type Read = (apiVersion: string, kind: string, id: string) => Promise<unknown>;

const reader =
  (provider: pulumi.ProviderResource | undefined): Read =>
  (apiVersion, kind, id) => {
    const live = new CustomResource(
      `${kind}-${id.replace("/", "-")}`.toLowerCase(),
      { apiVersion, kind, spec: undefined },
      { id, provider },
    );
    // The SDK types `spec` for created objects; on a read resource every field is an output.
    const spec: pulumi.Output<unknown> = Reflect.get(live, "spec");
    return new Promise((resolve) => {
      spec.apply(resolve);
    });
  };

async function controllerOf({ kind, name }: RequiredClass, read: Read): Promise<unknown> {
  const { apiVersion, field } = API[kind];
  const spec = await read(apiVersion, kind, name);
  return typeof spec === "object" && spec !== null ? Reflect.get(spec, field) : undefined;
}

/** Errors for classes of another controller: one that ignores our settings would serve clients unauthenticated. */
async function classErrors(required: readonly RequiredClass[], read: Read): Promise<ConfigError[]> {
  const names = [...new Map(required.map((one) => [`${one.kind} ${one.name}`, one]))];
  const found = new Map<string, unknown>();
  for (const [key, one] of names) {
    found.set(key, await controllerOf(one, read));
  }
  return required
    .map((one) => classError(one, found.get(`${one.kind} ${one.name}`)))
    .filter((error) => error !== undefined);
}

/** Errors if an existing Gateway does not verify this edge's client certificates, or has another's class. */
async function existingGatewayErrors(config: Config, read: Read): Promise<ConfigError[]> {
  if (config.role !== "observee" || config.exposure.kind !== "gateway") {
    return [];
  }
  const { existing, controllerName } = config.exposure;
  if (existing === undefined) {
    return [];
  }
  const { namespace, serverCertificate: from } = config;
  const serverSecret = from.issuer === "supplied" ? undefined : serverSecretOf(from);
  const found = await read(GATEWAY_API, "Gateway", `${existing.namespace}/${existing.name}`);
  const { className, errors } = readGateway(found, { existing, namespace, serverSecret });
  if (className === undefined) {
    return [...errors];
  }
  const required = gatewayClass("exposure.existing", className, controllerName);
  const value = formatValue(`${existing.namespace}/${existing.name}`);
  const ofAnother = await classErrors([required], read);
  return [...errors, ...ofAnother.map((error) => ({ ...error, value }))];
}

/** Throws if the controller of a class or Gateway would not authenticate clients, which leaves an endpoint open. */
export async function checkCluster(
  config: Config,
  providers: Readonly<Record<string, pulumi.ProviderResource>>,
): Promise<void> {
  const read = reader(providers["kubernetes"]);
  throwIfAny(config.stack, [
    ...(await classErrors(requiredClasses(config), read)),
    ...(await existingGatewayErrors(config, read)),
  ]);
}
