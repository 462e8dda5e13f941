// Query's flags in its three places, and what it is told to ask.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { sidecars } from "../../../components/prometheus/external";
import {
  anyPod,
  endpointFile,
  everyPod,
  everyReplica,
  extraEndpoint,
  otherOverMutualTls,
  overMutualTls,
  type Endpoint,
} from "../../../components/query/endpoints";
import { receiveEndpoints } from "../../../components/receive/endpoints";
import { QUERY_DEFAULTS, queryFlags, type QueryRole } from "../../../components/query/spec";
import { queryFrontendFlags } from "../../../components/query-frontend/spec";

const ROLES: readonly QueryRole[] = ["query", "tlsQuery", "leaf"];
const TLS = /^--grpc-server-tls/;
const paris = overMutualTls({
  name: "paris",
  address: "edge.paris.example.com:443",
  serverName: "paris.observee.internal",
  serverCa: "one or two certificates",
});
const file = (...endpoints: Endpoint[]): unknown => parse(endpointFile(endpoints));

describe("Query's flags", () => {
  it("deduplicate replicas in the outermost Query only", () => {
    const removing = ROLES.filter((role) =>
      queryFlags({ role, mutualTls: false }).includes("--query.replica-label=prometheus_replica"),
    );
    assert.deepEqual(removing, ["query"]);
  });

  for (const role of ROLES) {
    it(`read endpoints from a file that is polled every 10 s (${role})`, () => {
      const flags = queryFlags({ role, mutualTls: false });
      assert.ok(flags.includes("--endpoint.sd-config-file=/etc/thanos/endpoints/endpoints.yaml"));
      assert.ok(flags.includes("--endpoint.sd-config-reload-interval=10s"));
    });

    it(`contain each flag once (${role})`, () => {
      const names = queryFlags({ role, mutualTls: true }).map((flag) => flag.split("=")[0]);
      assert.equal(new Set(names).size, names.length);
    });
  }

  it("serve plaintext to callers in the cluster", () => {
    assert.ok(!queryFlags({ role: "query", mutualTls: false }).some((flag) => TLS.test(flag)));
  });

  it("serve TLS 1.3 with a client CA to the observer", () => {
    assert.deepEqual(
      queryFlags({ role: "leaf", mutualTls: true }).filter((flag) => TLS.test(flag)),
      [
        "--grpc-server-tls-cert=/etc/thanos/server-tls/tls.crt",
        "--grpc-server-tls-key=/etc/thanos/server-tls/tls.key",
        "--grpc-server-tls-client-ca=/etc/thanos/client-ca/ca.crt",
        "--grpc-server-tls-min-version=1.3",
      ],
    );
  });
});

describe("Query's answers", () => {
  const flags = (answers: Partial<typeof QUERY_DEFAULTS>) =>
    queryFlags({
      role: "query",
      mutualTls: false,
      queryOptions: { ...QUERY_DEFAULTS, ...answers },
    });

  it("lack the configured replica labels, and always Prometheus' own", () => {
    assert.deepEqual(
      flags({ replicaLabels: ["replica"] }).filter((flag) => flag.startsWith("--query.replica")),
      ["--query.replica-label=prometheus_replica", "--query.replica-label=replica"],
    );
  });

  it("use downsampled data by default", () => {
    assert.ok(flags({}).includes("--query.auto-downsampling"));
    assert.ok(!flags({ autoDownsampling: false }).includes("--query.auto-downsampling"));
  });

  it("are never partial if so configured, also through the Query Frontend", () => {
    const off = /^--no-.*partial-response$/;
    assert.deepEqual(
      flags({}).filter((flag) => off.test(flag)),
      [],
    );
    assert.deepEqual(
      flags({ partialResponse: false }).filter((flag) => off.test(flag)),
      ["--no-query.partial-response"],
    );
    assert.deepEqual(
      queryFrontendFlags("thanos", { kind: "off" }, false).filter((flag) => off.test(flag)),
      ["--no-query-range.partial-response", "--no-labels.partial-response"],
    );
  });
});

describe("the endpoint file", () => {
  it("has an observee's plain address, since Thanos ignores TLS settings for names that it resolves", () => {
    assert.equal(paris.address, "edge.paris.example.com:443");
  });

  it("has each observee's own certificate, CA and server name", () => {
    assert.deepEqual(file(paris), {
      endpoints: [
        {
          address: "edge.paris.example.com:443",
          strict: true,
          client_config: {
            tls_config: {
              enabled: true,
              cert_file: "/etc/thanos/tls/paris/tls.crt",
              key_file: "/etc/thanos/tls/paris/tls.key",
              ca_file: "/etc/thanos/tls/paris/ca.crt",
              insecure_skip_verify: false,
              min_version: "1.3",
            },
            server_name: "paris.observee.internal",
            compression: "snappy",
          },
        },
      ],
    });
  });

  it("has the certificates of an existing Secret for other endpoints", () => {
    const tls = { secretName: "partner", serverName: "thanos.partner.example.com" };
    assert.deepEqual(otherOverMutualTls({ address: "partner.example.com:443", tls }), {
      address: "partner.example.com:443",
      strict: true,
      client_config: {
        tls_config: {
          enabled: true,
          cert_file: "/etc/thanos/other-tls/partner/tls.crt",
          key_file: "/etc/thanos/other-tls/partner/tls.key",
          ca_file: "/etc/thanos/other-tls/partner/ca.crt",
          insecure_skip_verify: false,
          min_version: "1.3",
        },
        server_name: "thanos.partner.example.com",
        compression: "snappy",
      },
    });
  });

  it("makes other endpoints strict if Thanos need not resolve them", () => {
    assert.deepEqual(
      ["a:1", "dns+a:1", "dnssrv+_grpc._tcp.a"].map(
        (address) => extraEndpoint({ address, group: false }).strict,
      ),
      [true, undefined, undefined],
    );
  });

  it("has no default client configuration, whose error would drop every endpoint", () => {
    assert.deepEqual(Object.keys(Object(file(paris, everyPod("a", "b")))), ["endpoints"]);
  });

  it("makes the name of a part strict of which any pod can answer", () => {
    assert.deepEqual(file(anyPod("thanos-store-paris", "thanos")), {
      endpoints: [{ address: "thanos-store-paris.thanos.svc:10901", strict: true }],
    });
  });

  it("queries every replica of a Prometheus, and has a strict endpoint for each shard", () => {
    const of = (replicas: number, shards: number) =>
      sidecars({ namespace: "thanos", prometheus: { replicas, shards } });
    const every = everyPod("thanos-sidecar", "thanos");
    const any = anyPod("thanos-sidecar", "thanos");
    const shards = [0, 1].map((i) => anyPod(`thanos-sidecar-${String(i)}`, "thanos"));
    assert.deepEqual(every, { address: "dnssrv+_grpc._tcp.thanos-sidecar.thanos.svc" });
    assert.deepEqual(of(1, 1), [any]);
    assert.deepEqual(of(2, 1), [every, any]);
    assert.deepEqual(of(1, 2), shards);
    assert.deepEqual(of(2, 2), [every, ...shards]);
  });

  it("warns while Receive lacks samples, and not while another replica has them", () => {
    const of = (replicas: number, replicationFactor: 1 | 3) =>
      receiveEndpoints({ replicas, replicationFactor }, "thanos");
    const pods = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        address: `thanos-receive-${String(i)}.thanos-receive.thanos.svc:10901`,
        strict: true,
      }));
    assert.deepEqual(of(3, 3), everyReplica("thanos-receive", "thanos"));
    assert.deepEqual(of(3, 1), pods(3));
    assert.deepEqual(of(5, 3), everyReplica("thanos-receive", "thanos"));
    assert.deepEqual(of(1, 1), pods(1));
  });

  it("is an empty list without observees", () => {
    assert.deepEqual(file(), { endpoints: [] });
  });
});
