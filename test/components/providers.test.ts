// The providers have the settings of the configuration, and nothing that only this machine knows.
import * as assert from "node:assert/strict";
import * as os from "node:os";
import { OBSERVEE, withKeys } from "../support/configs";
import { run, unlessFailed } from "../support/fleet";
import { FULL, called } from "../support/stacks";
import { observerOutputs } from "../../tools/render/references";

/** Inputs of the kubernetes provider with this kubeconfig in the configuration. */
async function kubernetes(kubeconfig?: string) {
  const references = { [FULL("observer")]: observerOutputs(["paris"]) };
  const keys = {
    kubernetes: { context: "test", ...(kubeconfig === undefined ? {} : { kubeconfig }) },
  };
  return called(
    unlessFailed(await run(withKeys(OBSERVEE, keys), references, "paris")),
    "kubernetes",
  ).inputs;
}

describe("the provider of kubernetes", () => {
  const ambient = process.env["KUBECONFIG"];
  afterEach(() => {
    delete process.env["KUBECONFIG"];
    Object.assign(process.env, ambient === undefined ? {} : { KUBECONFIG: ambient });
  });

  for (const file of ["~/.kube/config", "clusters/paris.yaml", "/etc/kube/config"]) {
    it(`is given ${file} as it is written, so that another machine can run the next \`up\``, async () => {
      assert.equal((await kubernetes(file))["kubeconfig"], file);
    });
  }

  for (const [how, value] of [
    ["no KUBECONFIG", undefined],
    ["a file in KUBECONFIG", `${os.homedir()}/.kube/other`],
    ["a list in KUBECONFIG", "/home/alice/.kube/a:/home/alice/.kube/b"],
  ] as const) {
    it(`looks for a kubeconfig by itself where none is configured, with ${how}`, async () => {
      Object.assign(process.env, value === undefined ? {} : { KUBECONFIG: value });
      const inputs = await kubernetes();
      assert.deepEqual([inputs["context"], inputs["kubeconfig"]], ["test", ""]);
    });
  }
});
