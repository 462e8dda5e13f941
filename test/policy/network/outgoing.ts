// The calls of a stack's pods, from their settings and from the objects that they use.
import { PROXY } from "./guests";
import {
  BOTH,
  TCP,
  callers,
  inNamespace,
  is,
  named,
  out,
  within,
  type Need,
  type Stack,
} from "./need";
import { behindService } from "./services";
import { OUTSIDE } from "./surroundings";

/** `_grpc._tcp.thanos-query.thanos.svc`, `https://thanos-object-store.thanos.svc:9000`, a pod's own name before it. */
const SERVICE =
  /(?:_([a-z0-9-]+)\._tcp\.)?(?:[a-z0-9-]+\.)*?([a-z0-9-]+)\.([a-z0-9-]+)\.svc\b(?:\.cluster\.local)?(?::(\d+))?/g;

/** What a key of a file calls that is no Service: StoreAPIs, buckets, mail servers, APIs. */
const ELSEWHERE =
  /(?:^|[\s{,])"?(?:address|endpoint|smarthost|api_url)"?: *"?(?:(https?):\/\/|dns\+)?(?!dnssrv)([a-z0-9.-]+)(?::(\d+))?/g;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Services of the namespace in a pod's settings, and Services of other namespaces. */
const toServices = (stack: Stack): Need[] =>
  callers(stack).flatMap(({ name, settings }) =>
    [...settings.matchAll(SERVICE)].flatMap(
      ([address, srv, service = "", namespace = "", port]) => {
        const at = srv ?? (port === undefined ? undefined : Number(port));
        if (at === undefined) {
          // A name in a certificate.
          return [];
        }
        return namespace === stack.namespace
          ? behindService(stack, service, at).map((behind) =>
              within(name, behind.host.name, behind.port, `${name} calls ${address}`),
            )
          : [theirs(stack, name, namespace, address)];
      },
    ),
  );

/** A policy does not know the port of others' pods. */
const theirs = ({ around }: Stack, name: string, namespace: string, why: string): Need => {
  const scraper = around.scraper === undefined ? undefined : OUTSIDE[around.scraper];
  const labels = scraper?.pod?.namespace === namespace ? scraper.pod.labels : {};
  return {
    ...{ ways: ["Egress"], from: named(name), to: inNamespace(namespace, labels) },
    ...{ protocols: TCP, why },
  };
};

const toElsewhere = (stack: Stack): Need[] =>
  callers(stack).flatMap(({ name, settings }) => [
    ...[...settings.matchAll(ELSEWHERE)]
      .filter(([, , host = ""]) => !host.endsWith(".svc") && !host.startsWith("127."))
      .map(([said, scheme = "https", , port]) =>
        out(name, Number(port ?? DEFAULT_PORTS[scheme]), said.trim()),
      ),
    ...(stack.around.ports[name] ?? []).map((port) => out(name, port, "configuration")),
  ]);

/** Pods with a host name in their settings resolve it; the operator passes the replicas of Alertmanager to them. */
const toDns = (stack: Stack): Need[] =>
  callers(stack)
    .filter(
      ({ name, settings }) =>
        name === "Alertmanager" ||
        name === PROXY ||
        // A file that is empty today.
        settings.includes("--endpoint.sd-config-file=") ||
        [SERVICE, ELSEWHERE].some((one) => [...settings.matchAll(one)].length > 0) ||
        (stack.around.ports[name] ?? []).length > 0,
    )
    .flatMap(({ name }): Need[] => {
      const { namespace, port } = stack.around.dns;
      const need = { ways: ["Egress"], from: named(name), protocols: BOTH } as const;
      return [
        { ...need, to: inNamespace(namespace), port, why: `${name} knows names` },
        {
          ...{ ...need, to: is(OUTSIDE.nodeLocalDns, OUTSIDE.cloudDns), port: 53 },
          why: `${name} knows names`,
        },
      ];
    });

/** Roles of EKS Pod Identity, by the account that they are associated with. */
const toIdentity = (stack: Stack): Need[] =>
  stack.resources
    .filter(({ type }) => type.endsWith(":PodIdentityAssociation"))
    .flatMap(({ inputs }) =>
      callers(stack)
        .filter(({ account }) => account === inputs["serviceAccount"])
        .map(({ name }): Need => ({
          ...{ ways: ["Egress"], from: named(name), to: is(OUTSIDE.podIdentity), port: 80 },
          ...{ protocols: TCP, why: `the role of ${name}` },
        })),
    );

const toApiServer = (stack: Stack): Need[] =>
  callers(stack)
    .filter(({ hasToken }) => hasToken)
    .flatMap(({ name }) => [443, 6443].map((port) => out(name, port, `${name} has a token`)));

export const outgoing = (stack: Stack): Need[] =>
  [toServices, toElsewhere, toDns, toIdentity, toApiServer].flatMap((find) => find(stack));
