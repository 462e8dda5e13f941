// The object store's configuration, images and names.
import { clientTlsName } from "../../../components/tls-querier/part";
import * as assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { clusterName } from "../../../config/primitives";
import { objstoreName, storeName } from "../../../kubernetes/names";
import { awsEndpoint, objstoreYaml } from "../../../components/object-store/spec";
import { IMAGES, imageReference } from "../../../kubernetes/images";

const location = { type: "S3", bucket: "b", region: "eu-west-3", endpoint: "s3.x" } as const;
const keys = { accessKey: "id", secretKey: "word" };

describe("the object store's configuration", () => {
  it("holds the key pair where one is given", () => {
    assert.deepEqual(parse(objstoreYaml(location, { keys, plaintext: false })), {
      type: "S3",
      config: {
        bucket: "b",
        region: "eu-west-3",
        endpoint: "s3.x",
        insecure: false,
        access_key: "id",
        secret_key: "word",
      },
    });
  });

  it("holds no credential where the pod has an identity", () => {
    assert.doesNotMatch(objstoreYaml(location, { plaintext: false }), /key|auth/);
  });

  it("speaks TLS unless a test says otherwise", () => {
    const insecure = [false, true].map(
      (plaintext) => /insecure: (\w+)/.exec(objstoreYaml(location, { plaintext }))?.[1],
    );
    assert.deepEqual(insecure, ["false", "true"]);
  });

  it("keeps to a folder where one is given", () => {
    assert.match(
      objstoreYaml({ ...location, prefix: "p/q" }, { plaintext: false }),
      /^prefix: p\/q$/m,
    );
  });

  it("keeps a key as a text, whatever it looks like", () => {
    for (const secretKey of ["yes", "0777", "1e3", "null", "a: b", "1:30"]) {
      const text = objstoreYaml(location, { keys: { ...keys, secretKey }, plaintext: false });
      const read: unknown = parse(text, { version: "1.1" });
      assert.deepEqual(Object(read).config.secret_key, secretKey);
    }
  });

  it("knows China's own domain", () => {
    assert.deepEqual(["eu-west-3", "cn-north-1"].map(awsEndpoint), [
      "s3.eu-west-3.amazonaws.com",
      "s3.cn-north-1.amazonaws.com.cn",
    ]);
  });
});

describe("an image's reference", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  it("is the publisher's without overrides", () => {
    assert.equal(imageReference("thanos", {}), `quay.io/thanos/thanos:${IMAGES.thanos.tag}`);
  });

  it("keeps the repository on a mirror", () => {
    assert.equal(
      imageReference("thanos", { registry: "mirror.example.com/quay" }),
      `mirror.example.com/quay/thanos/thanos:${IMAGES.thanos.tag}`,
    );
  });

  it("has a digest only where one is given", () => {
    const overrides = { digests: { thanos: digest } };
    assert.equal(
      imageReference("thanos", overrides),
      `quay.io/thanos/thanos:${IMAGES.thanos.tag}@${digest}`,
    );
    assert.equal(
      imageReference("prometheus", overrides),
      `quay.io/prometheus/prometheus:${IMAGES.prometheus.tag}`,
    );
  });
});

describe("names made of a cluster's name", () => {
  const names = [storeName, objstoreName, clientTlsName];

  it("are labels that Kubernetes takes, however the cluster is called", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]([-a-z0-9]{0,37}[a-z0-9])?$/), (cluster) => {
        assert.ok(clusterName.safeParse(cluster).success);
        for (const name of names) {
          assert.match(name(cluster), /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
        }
      }),
    );
  });

  it("leave a StatefulSet room for its pods' hash at the longest", () => {
    assert.equal(storeName("a".repeat(39)).length, 52);
  });
});
