// The command that asks for digests, against registries on loopback.
import * as assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "yaml";
import { digestOf, imagesWithDigests } from "../../tools/generate/digests";
import { IMAGE_NAMES, IMAGES } from "../../kubernetes/images";
import { field } from "../policy/objects";
import { but, OBSERVER } from "../support/configs";
import { saidOf } from "../support/judged";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const image = { repository: "thanos/thanos", tag: "v1.2.3" };

describe("the digests of images", () => {
  const asked: string[] = [];
  const state = { private: false, known: true };
  let server: http.Server;
  let registry: string;

  before((done) => {
    server = http.createServer((request, response) => {
      const { url = "", method = "", headers } = request;
      asked.push(`${method} ${url}`);
      if (url.startsWith("/token")) {
        response.end(JSON.stringify({ token: "t" }));
      } else if (state.private && headers.authorization !== "Bearer t") {
        const challenge = `Bearer realm="http://${registry}/token",service="s",scope="pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      } else if (state.known && /list\.v2\+json/.test(headers.accept ?? "")) {
        response.writeHead(200, { "docker-content-digest": DIGEST }).end();
      } else {
        response.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1", () => {
      registry = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      done();
    });
  });
  beforeEach(() => {
    asked.length = 0;
    Object.assign(state, { private: false, known: true });
  });
  after((done) => {
    server.close(done);
  });

  it("are what the registry says, and nothing is downloaded", async () => {
    assert.equal(await digestOf({ registry, ...image }), DIGEST);
    assert.deepEqual(asked, ["HEAD /v2/thanos/thanos/manifests/v1.2.3"]);
  });

  it("are asked for again with a token where the registry wants one", async () => {
    state.private = true;
    assert.equal(await digestOf({ registry, ...image }), DIGEST);
    assert.deepEqual(asked, [
      "HEAD /v2/thanos/thanos/manifests/v1.2.3",
      "GET /token?service=s&scope=pull",
      "HEAD /v2/thanos/thanos/manifests/v1.2.3",
    ]);
  });

  it("are looked for below a mirror's path", async () => {
    await digestOf({ registry: `${registry}/quay`, ...image });
    assert.deepEqual(asked, ["HEAD /v2/quay/thanos/thanos/manifests/v1.2.3"]);
  });

  it("that are not there are a sentence that names the image", async () => {
    state.known = false;
    await assert.rejects(digestOf({ registry, ...image }), {
      message: `no digest of ${registry}/thanos/thanos:v1.2.3: ${registry} answered 404 and no digest`,
    });
  });

  it("of a registry that cannot be reached are a sentence too", async () => {
    await assert.rejects(digestOf({ registry: "127.0.0.1:1", ...image }), {
      message: /^no digest of 127\.0\.0\.1:1\/thanos\/thanos:v1\.2\.3: fetch failed: /,
    });
  });

  it("are printed for every image, as the program takes them", async () => {
    const printed: unknown = parse(await imagesWithDigests(registry));
    const images = field(printed, "thanos-fleet:images");
    assert.deepEqual(images, {
      registry,
      digests: Object.fromEntries(IMAGE_NAMES.map((name) => [name, DIGEST])),
    });
    assert.deepEqual(saidOf(but(OBSERVER, { images })), []);
    assert.equal(asked.length, Object.keys(IMAGES).length);
  });
});
