// An S3 server of the cluster's own: who may do what with it, and by which certificate and bucket others know it.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { SERVER_CA } from "../../../../tools/render/certificates";
import { observeeOutputs } from "../../../support/contracts";
import { observeeContract } from "../../../../stacks/contract";
import { userKeyPair } from "../../../../components/object-store/in-cluster/users";
import { field, ofKind, services, workloads } from "../../../policy/objects";
import { OBSERVEE, OBSERVER, SECURE, withKeys, faults } from "../../../support/configs";
import { run, runShowingSecrets, stack, unlessFailed } from "../../../support/fleet";
import { messagesOf } from "../../../support/judged";

const FULL = (name: string) => `organization/thanos-fleet/${name}`;
const store = (objectStore: object) => ({
  objectStore: { kind: "inCluster", ...objectStore },
  objectStoreAccessKey: undefined,
  objectStoreSecretKey: undefined,
});
const exposed = { exposure: { kind: "loadBalancer" } };
const NAME = "observee-metrics-object-store";

const setOf = async (name: string) =>
  workloads((await stack(name)).resources).find(({ id }) => id.endsWith("-object-store"));
const serviceOf = async (name: string, id: string) =>
  services((await stack(name)).resources).find((service) => service.id.endsWith(id));

describe("an S3 server of the cluster's own", () => {
  it("is reached from outside where it only reads, and its data is mounted so", async () => {
    const edge = await serviceOf("in-cluster-store", "-object-store-edge");
    const port = edge?.spec.ports[0]?.targetPort;
    const containers = (await setOf("in-cluster-store"))?.spec.template.spec.containers ?? [];
    const behind = containers.findIndex((c) => c.ports.some(({ name }) => name === port));
    assert.ok(containers[behind]?.args.includes("--readonly"));
    const set = (await stack("in-cluster-store")).resources.find(
      ({ name, type }) => name === NAME && type.endsWith(":StatefulSet"),
    );
    const pod = ["spec", "template", "spec"];
    const mounts = [0, 1].map((i) =>
      field(set?.inputs, ...pod, "containers", i, "volumeMounts", 0),
    );
    assert.deepEqual(
      mounts.map((mount) => [field(mount, "name"), field(mount, "readOnly")]),
      [0, 1].map((i) => ["data", i === behind]),
    );
  });

  it("is written to inside the cluster, by another server", async () => {
    const inside = await serviceOf("in-cluster-store", "-object-store-service");
    assert.deepEqual(
      inside?.spec.ports.map(({ targetPort }) => targetPort),
      ["s3"],
    );
    assert.equal(inside?.spec.type, "ClusterIP");
  });

  it("has a policy for who reads where it is MinIO", async () => {
    const { resources } = await stack("in-cluster-minio");
    const [policy] = ofKind(resources, "ConfigMap").filter(({ name }) =>
      name.endsWith("-reader-policy"),
    );
    const text = String(field(policy?.inputs, "data", "reader.json"));
    const statements: unknown = JSON.parse(text).Statement;
    assert.deepEqual(statements, [
      {
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::blocks"],
      },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::blocks/*"] },
    ]);
  });

  it("is known to the observer by its address, and by a name and a CA of its own", async () => {
    const { outputs } = await stack("in-cluster-store");
    assert.equal(observeeContract.safeParse(outputs).error, undefined);
    assert.deepEqual(outputs["objectStore"], {
      type: "S3",
      bucket: "metrics",
      region: "us-east-1",
      endpoint: "edge.observee.example.com:9000",
      tls: { ca: SERVER_CA, serverName: "observee.object-store.internal" },
    });
    const minio = await stack("in-cluster-minio");
    assert.equal(field(minio.outputs["objectStore"], "endpoint"), "10.0.0.7:30900");
  });

  it("is not handed out with a key", async () => {
    const { outputs } = await stack("in-cluster-store");
    assert.doesNotMatch(JSON.stringify(outputs), /secret/i);
  });

  it("is exposed by no observer", async () => {
    assert.equal(await serviceOf("in-cluster-observer", "-object-store-edge"), undefined);
  });

  it("gives its users keys that differ, the same each time", () => {
    const [writer, reader] = ["writer", "reader"].map((user) => userKeyPair(user, "seed"));
    assert.notEqual(writer?.secretKey, reader?.secretKey);
    assert.deepEqual(userKeyPair("reader", "seed"), reader);
    assert.notEqual(userKeyPair("reader", "other seed").secretKey, reader?.secretKey);
    assert.match(reader?.secretKey ?? "", /^[0-9a-f]{40}$/);
  });

  it("is found by the cluster's parts inside, with the writer's keys and the CA beside", async () => {
    const { resources } = await runShowingSecrets(withKeys(OBSERVEE, store(exposed)), {
      [FULL("observer")]: {
        schema: 1,
        cluster: "observer",
        clientCa: { paris: [SERVER_CA] },
        trusts: {},
        certificateEnds: {},
      },
    });
    const secret = resources.find(
      ({ name, type }) => name === "observee-metrics-objstore" && type.endsWith(":Secret"),
    );
    const files = Object(secret?.inputs["stringData"]);
    assert.equal(files["ca.crt"], SERVER_CA);
    const { config } = parse(files["objstore.yaml"]);
    assert.equal(config.endpoint, "thanos-object-store.thanos.svc:9000");
    assert.equal(config.access_key, "fleet-writer");
    assert.equal(config.insecure, false);
    assert.deepEqual(config.http_config.tls_config, {
      ca_file: "/etc/thanos/objstore/ca.crt",
      server_name: "paris.object-store.internal",
    });
  });

  it("creates its bucket before the Secret that refers to it", async () => {
    const { resources } = await stack("in-cluster-store");
    const secret = resources.find(
      ({ name, type }) => name === "observee-metrics-objstore" && type.endsWith(":Secret"),
    );
    assert.ok(secret?.dependsOn.includes(`kubernetes:batch/v1:Job::${NAME}-bucket`));
  });
});

describe("the observer of such an observee", () => {
  const tls = { ca: SERVER_CA, serverName: "paris.object-store.internal" };
  const paris = observeeOutputs("paris");
  const objectStore = { ...paris.objectStore, endpoint: "edge.paris.example.com:9000", tls };
  const references = { [FULL("paris")]: { ...paris, objectStore } };

  it("needs the key pair of its reader", async () => {
    const { error } = await run(OBSERVER, references);
    assert.match(
      String(error),
      /thanos-fleet:observeeStoreKeys\.paris is required: observee "paris" keeps its blocks at edge\.paris\.example\.com:9000, .*; set a key pair that may read there \(for a server in that cluster, the pair of its user fleet-reader\), as docs\/object-store\.md describes/,
    );
  });

  it("gives its Store Gateway the CA beside the configuration", async () => {
    const config = withKeys(OBSERVER, { observeeStoreKeys: SECURE });
    const { resources } = unlessFailed(await run(config, references));
    const secret = resources.find(
      ({ name, type }) => name === "observer-objstore-paris" && type.endsWith(":Secret"),
    );
    assert.deepEqual(Object.keys(Object(secret?.inputs["stringData"])), [
      "ca.crt",
      "objstore.yaml",
    ]);
  });
});

describe("configuration of an S3 server of the cluster's own", () => {
  it("is taken with its defaults", () => {
    assert.deepEqual(messagesOf(withKeys(OBSERVEE, store(exposed))), []);
    assert.deepEqual(messagesOf(withKeys(OBSERVER, store({}))), []);
  });

  for (const [config, says] of [
    [
      withKeys(OBSERVEE, store({})),
      'objectStore.exposure is required on an observee: the observer\'s Store Gateway reads the store; use for example {kind: "loadBalancer"}',
    ],
    [
      withKeys(OBSERVER, store(exposed)),
      'objectStore.exposure is {"kind":"loadBalancer","port":9000,"annotations":{},"sourceRanges":[]}, but is for observees only: no other cluster reads the observer\'s store; remove it',
    ],
    [
      withKeys(OBSERVER, store({ server: "ceph" })),
      'objectStore.server is "ceph", but must be "versitygw" or "minio"; use "versitygw"',
    ],
    [
      withKeys(OBSERVER, store({ bucket: "My_Blocks" })),
      'objectStore.bucket is "My_Blocks", but must hold lower-case letters, digits and hyphens only, hyphens not at the ends; a dot would break TLS to the bucket\'s own host name; use for example "metrics"',
    ],
    [
      withKeys(OBSERVEE, store({ exposure: { kind: "ingress" } })),
      'objectStore.exposure.kind is "ingress", but must be "loadBalancer" or "nodePort"; name one of them',
    ],
    [
      withKeys(
        OBSERVEE,
        store({ exposure: { kind: "nodePort", nodePort: 9000, address: "10.0.0.7" } }),
      ),
      "objectStore.exposure.nodePort is 9000, but must be a whole number from 30000 to 32767; use for example 30090",
    ],
    [
      withKeys(
        OBSERVEE,
        store({ exposure: { kind: "nodePort", nodePort: 30900, address: "10.0.0.7:30900" } }),
      ),
      'objectStore.exposure.address is "10.0.0.7:30900", but must be a DNS name or an IPv4 address, without scheme, port or path; use for example "node-1.example.com" or "10.0.0.7"',
    ],
    [
      withKeys(OBSERVER, store({ endpoint: "s3.example.com" })),
      "objectStore.endpoint is not one of bucket, ca, exposure, kind, server, storage; remove it",
    ],
  ] as const) {
    it(`refuses: ${says.slice(0, 80)}…`, async () => {
      assert.deepEqual(await faults(config), [`  - thanos-fleet:${says}`]);
    });
  }

  it("takes no port of the nodes twice", () => {
    const nodePort = { kind: "nodePort", nodePort: 30900, address: "10.0.0.7" };
    const config = withKeys(OBSERVEE, {
      ...store({ exposure: nodePort }),
      prometheus: { nodePort: 30900 },
    });
    assert.equal(messagesOf(config).length, 1);
    assert.match(messagesOf(config).join(), /nodePort is 30900, but it repeats /);
  });
});
