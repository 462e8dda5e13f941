// The kube context is looked up in the kubeconfig before any resource is created, and no error quotes that file.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { contextsOf } from "../../config/kubeconfig";
import { OBSERVEE, OBSERVER, withKeys } from "../support/configs";
import { messagesOf } from "../support/judged";
import { EC_KEY } from "../support/planted-key";

const kubeconfig = (...contexts: readonly string[]): string =>
  stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": contexts[0],
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: name } })),
    clusters: contexts.map((name) => ({
      name,
      cluster: { server: `https://${name}.example.com` },
    })),
    users: contexts.map((name) => ({ name, user: { token: "hunter2" } })),
  });

describe("the kube context", () => {
  const before = {
    folder: process.cwd(),
    home: process.env["HOME"],
    listed: process.env["KUBECONFIG"],
  };
  let folder: string;

  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "kubeconfig-")));
    process.chdir(folder);
    Object.assign(process.env, { HOME: folder });
    delete process.env["KUBECONFIG"];
  });
  afterEach(() => {
    process.chdir(before.folder);
    Object.assign(process.env, { HOME: before.home });
    Object.assign(process.env, before.listed === undefined ? {} : { KUBECONFIG: before.listed });
    fs.rmSync(folder, { recursive: true });
  });

  function write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }

  /** What is said of this context of this file. */
  const said = (context: string, file?: string): string[] =>
    messagesOf(
      withKeys(OBSERVEE, {
        kubernetes: { context, ...(file === undefined ? {} : { kubeconfig: file }) },
      }),
      contextsOf,
    );

  const missing = (context: string, where: string, fix: string) => [
    `kubernetes.context is "${context}", but there is no such context in ${where}; ${fix}`,
  ];
  const SHOWS = "`kubectl config get-contexts` lists the contexts";

  for (const file of ["clusters.yaml", "below/clusters.yaml", "~/.kube/config"]) {
    it(`is found in ${file}`, () => {
      write(file.replace("~/", ""), kubeconfig("paris", "lyon"));
      assert.deepEqual(said("lyon", file), []);
    });

    it(`is refused where ${file} lacks it, with the closest name`, () => {
      write(file.replace("~/", ""), kubeconfig("paris", "lyon"));
      assert.deepEqual(said("pariss", file), missing("pariss", file, 'did you mean "paris"?'));
      assert.deepEqual(said("production", file), missing("production", file, SHOWS));
    });
  }

  it("is looked up in ~/.kube/config by default", () => {
    write(".kube/config", kubeconfig("paris"));
    assert.deepEqual(said("paris"), []);
    assert.deepEqual(said("Paris"), missing("Paris", "~/.kube/config", 'did you mean "paris"?'));
  });

  it("is looked up in all files of KUBECONFIG, and in no other", () => {
    write(".kube/config", kubeconfig("nantes"));
    write("a", kubeconfig("paris"));
    write("b", kubeconfig("lyon"));
    Object.assign(process.env, { KUBECONFIG: `${folder}/a:${folder}/none:${folder}/b` });
    assert.deepEqual(said("lyon"), []);
    assert.deepEqual(said("nantes"), missing("nantes", `${folder}/a and ${folder}/b`, SHOWS));
  });

  it("must be configured: the current one is never used", () => {
    write(".kube/config", kubeconfig("paris"));
    assert.match(
      messagesOf(withKeys(OBSERVEE, { kubernetes: {} }), contextsOf).join(),
      /context is required/,
    );
  });

  it("is an error if the file does not exist", () => {
    assert.deepEqual(said("paris", "clusters.yaml"), [
      'kubernetes.kubeconfig is "clusters.yaml", but there is no such file; ' +
        "write its path from the project's folder, from the root, or with ~/ from your home",
    ]);
    assert.deepEqual(said("paris"), [
      "kubernetes.kubeconfig is required: there is no file ~/.kube/config; name the kubeconfig that has the context",
    ]);
    Object.assign(process.env, { KUBECONFIG: "/nowhere/a:/nowhere/b" });
    assert.deepEqual(said("paris"), [
      "kubernetes.kubeconfig is required: there is no file /nowhere/a or /nowhere/b; name the kubeconfig that has the context",
    ]);
  });

  for (const [what, text] of [
    ["a list", "- a\n- b\n"],
    ["no YAML", `a: [\n${EC_KEY}`],
    ["an object of something else", "contexts: { name: paris }\n"],
  ] as const) {
    it(`is not to be found in ${what}, and the error quotes no line of it`, () => {
      write("clusters.yaml", text);
      write(".kube/config", text);
      assert.deepEqual(said("paris", "clusters.yaml"), [
        'kubernetes.kubeconfig is "clusters.yaml", but that file is not a kubeconfig; name one that `kubectl --kubeconfig` accepts',
      ]);
      assert.deepEqual(said("paris"), [
        "kubernetes.kubeconfig is not set, and ~/.kube/config is not a kubeconfig; repair that file",
      ]);
    });
  }

  it("is an error for a folder, or a file without contexts", () => {
    write("folder/x", "");
    write("clusters.yaml", kubeconfig());
    assert.match(said("paris", "folder").join(), /is "folder", but that file is not a kubeconfig/);
    assert.deepEqual(said("paris", "clusters.yaml"), missing("paris", "clusters.yaml", SHOWS));
  });

  it("is not read from a pasted kubeconfig, which the error does not quote", () => {
    for (const text of [kubeconfig("paris"), JSON.stringify({ token: "hunter2" })]) {
      assert.deepEqual(said("paris", text), [
        "kubernetes.kubeconfig is not the path of a file; write the file's path, not its content",
      ]);
    }
  });

  it("is reported together with all other errors", () => {
    write(".kube/config", kubeconfig("paris"));
    const config = withKeys(OBSERVER, {
      kubernetes: { context: "pariss" },
      query: { replicas: 0 },
    });
    assert.equal(messagesOf(config, contextsOf).length, 2);
    assert.equal(messagesOf(withKeys(config, { role: undefined }), contextsOf).length, 2);
  });
});
