// What belongs to another member of the fleet is refused by the stack that would take it, before it takes it.
import * as assert from "node:assert/strict";
import { observerContract } from "../../stacks/contract";
import {
  AWS_STORE,
  OBSERVEE,
  SECURE,
  withKeys,
  store,
  type ConfigObject,
} from "../support/configs";
import { FULL, Stacks, connected, observeeCalled, observerOf } from "../support/stacks";

const THREE = observerOf({ paris: {}, lyon: {}, nice: {} });

/** An observer of paris, lyon and the new nice, which knows paris and lyon. */
async function withNice(other: ConfigObject = {}): Promise<Stacks> {
  const stacks = await connected("paris", "lyon");
  await stacks.up("observer", withKeys(THREE, other));
  return stacks;
}

const used = (bucket: string, other: string) => [
  `  - thanos-fleet:objectStore.bucket is "${bucket}", but ${other} and nice use this bucket with overlapping prefixes: two Compactors on the same blocks destroy data; ` +
    "give one of them another bucket, or each a prefix of its own",
];

/** Nice, with this bucket. */
const niceIn = (objectStore: ConfigObject, other: ConfigObject = {}): ConfigObject =>
  withKeys(observeeCalled("nice", other), {
    objectStore: { ...Object(store(OBSERVEE, objectStore)["objectStore"]) },
  });

describe("a new observee's bucket", () => {
  it("is its own, and the `up` goes on", async () => {
    await (await withNice()).up("nice", niceIn({ bucket: "metrics-nice" }));
  });

  it("is refused if another observee uses it", async () => {
    const stacks = await withNice();
    assert.deepEqual(
      await stacks.refused("nice", niceIn({ bucket: "metrics-lyon" })),
      used("metrics-lyon", "lyon"),
    );
    assert.deepEqual(
      await stacks.refused("nice", niceIn({ bucket: "metrics-lyon", prefix: "a" })),
      used("metrics-lyon", "lyon"),
    );
  });

  it("is refused if the observer uses it", async () => {
    const stacks = await withNice();
    assert.deepEqual(
      await stacks.refused("nice", niceIn({ bucket: "metrics-test" })),
      used("metrics-test", "observer"),
    );
  });

  it("may have the name of another's bucket at another endpoint", async () => {
    const elsewhere = { bucket: "metrics-lyon", endpoint: "s3.other.example.com" };
    await (await withNice()).up("nice", niceIn(elsewhere));
  });

  it("may have any name in a store inside the cluster, which no other cluster reaches", async () => {
    const inCluster = { kind: "inCluster", bucket: "metrics", exposure: { kind: "loadBalancer" } };
    const own = (name: string, exposure?: ConfigObject) => ({
      objectStore: { ...inCluster, exposure },
      objectStoreAccessKey: undefined,
      objectStoreSecretKey: undefined,
      ...(name === "observer" ? {} : { cluster: name }),
    });
    const stacks = await withNice({ ...own("observer"), observeeStoreKeys: SECURE });
    const nice = withKeys(observeeCalled("nice"), own("nice", { kind: "loadBalancer" }));
    await stacks.up("nice", nice);
  });
});

describe("a member's own bucket", () => {
  it("is no conflict with itself at the next `up`", async () => {
    const stacks = await withNice();
    await stacks.up("lyon", observeeCalled("lyon"));
  });

  it("is refused if another member uses it already", async () => {
    const stacks = await withNice();
    const { objectStore } = observeeCalled("lyon");
    assert.deepEqual(
      await stacks.refused("paris", withKeys(observeeCalled("paris"), { objectStore })),
      [
        '  - thanos-fleet:objectStore.bucket is "metrics-lyon", but lyon and paris use this bucket with overlapping prefixes: two Compactors on the same blocks destroy data; ' +
          "give one of them another bucket, or each a prefix of its own",
      ],
    );
  });

  it("is free again once the member is revoked, and the member can still close its edge", async () => {
    const stacks = await withNice({ revoked: ["lyon"] });
    await stacks.up("nice", niceIn({ bucket: "metrics-lyon" }));
    await stacks.up("observer", withKeys(THREE, { revoked: ["lyon"] }));
    const { outputs } = await stacks.up("lyon", observeeCalled("lyon"));
    assert.deepEqual(outputs["trusts"], []);
  });
});

describe("a member's Kubernetes cluster", () => {
  const SAME = { kubernetes: { context: "copied" } };
  /** Two stacks that tell the same UID. */
  async function copied(other: ConfigObject = {}): Promise<Stacks> {
    const stacks = await withNice(other);
    await stacks.up("nice", niceIn({ bucket: "metrics-nice" }));
    stacks.tell("nice", { clusterUid: "placeholder of the UID of lyon" });
    return stacks;
  }

  it("is refused if it is another member's", async () => {
    const stacks = await copied();
    assert.deepEqual(await stacks.refused("nice", niceIn({ bucket: "metrics-nice" }, SAME)), [
      `  - output clusterUid of stack "${FULL("nice")}" is "placeholder of the UID of lyon", but lyon and nice are one Kubernetes cluster, by the UID of its namespace kube-system; ` +
        "give one of them its own kubernetes.context, or set sameCluster: true on the observer if that is intended",
    ]);
  });

  it("may be another member's if the observer sets sameCluster", async () => {
    const stacks = await copied({ sameCluster: true });
    await stacks.up("nice", niceIn({ bucket: "metrics-nice" }, SAME));
  });
});

describe("a member's name", () => {
  it("is refused if another stack has it, as after copying a stack file", async () => {
    const stacks = await withNice();
    assert.deepEqual(await stacks.refused("nice", observeeCalled("lyon")), [
      `  - thanos-fleet:cluster is "lyon", but to the observer that is stack "${FULL("lyon")}", and this is stack "${FULL("nice")}"; ` +
        "give this cluster a name of its own, or change that entry of the observer's observees",
    ]);
  });
});

describe("the observer's output members", () => {
  it("has stack, bucket and UID of each member, and of a pending one only the stack", async () => {
    const stacks = await connected("paris", "lyon");
    const { outputs } = await stacks.up("observer", THREE);
    const { members } = observerContract.parse(outputs);
    assert.deepEqual(Object.keys(members).sort(), ["lyon", "nice", "observer", "paris"]);
    assert.deepEqual(members["nice"], { stack: FULL("nice") });
    assert.deepEqual(members["lyon"], {
      stack: FULL("lyon"),
      clusterUid: "placeholder of the UID of lyon",
      objectStore: {
        ...{ type: "S3", bucket: "metrics-lyon" },
        ...{ endpoint: "s3.example.com:9000", region: "us-east-1" },
      },
    });
    assert.equal(members["observer"]?.objectStore?.bucket, "metrics-test");
  });

  it("may be missing, as from an observer of an older program", async () => {
    const stacks = await withNice();
    stacks.tell("observer", { members: undefined });
    await stacks.up("nice", niceIn({ bucket: "metrics-lyon" }));
  });

  it("accepts buckets at AWS and of other types", async () => {
    const stacks = await connected("paris", "lyon");
    const keys = {
      ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
      observeeStoreKeys: SECURE,
    };
    const { outputs } = await stacks.up("observer", withKeys(THREE, { ...AWS_STORE, ...keys }));
    const { members } = observerContract.parse(outputs);
    assert.equal(members["observer"]?.objectStore?.bucket, "metrics-test");
  });
});
