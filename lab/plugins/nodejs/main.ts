// Stand-in for Pulumi's nodejs language host: runs the SDK's own entry point for the program.
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as language from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { serve, unary } from "../protocol/serve";

// Exit code of the SDK's run script after it has reported the error to the user.
const alreadyReported = 32;

function run(request: messages.RunRequest, engine: string): Promise<messages.RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getPwd();
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const nodeArgs = typeof options["nodeargs"] === "string" ? options["nodeargs"].split(/\s+/) : [];
  const args = [
    ...nodeArgs.filter((arg) => arg !== ""),
    path.join(sdk(directory), "cmd/run"),
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${engine}`,
    `--organization=${request.getOrganization()}`,
    `--project=${request.getProject()}`,
    `--root-directory=${info?.getRootDirectory() ?? directory}`,
    `--stack=${request.getStack()}`,
    `--pwd=${request.getPwd()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
    `--parallel=${request.getParallel()}`,
    info?.getEntryPoint() ?? request.getProgram(),
    ...request.getArgsList(),
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] ?? true),
  };
  const child = childProcess.spawn(process.execPath, args, {
    cwd: directory,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  // Kill the program if the language host exits.
  const end = () => child.kill();
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      process.off("exit", end);
      const response = new messages.RunResponse();
      if (code === alreadyReported) {
        response.setBail(true);
      } else if (code !== 0) {
        response.setError(`the program ended with ${signal ?? `exit code ${code}`}`);
      }
      resolve(response);
    });
  });
}

/** The SDK of the program, so that program and run script share one instance. */
function sdk(directory: string): string {
  for (let here = directory; ; here = path.dirname(here)) {
    const found = path.join(here, "node_modules/@pulumi/pulumi");
    if (fs.existsSync(found)) {
      return found;
    }
    if (here === path.dirname(here)) {
      throw new Error(
        `there is no node_modules/@pulumi/pulumi in ${directory} or above: run \`npm ci\``,
      );
    }
  }
}

const engine = process.argv.slice(2).find((arg) => !arg.startsWith("-")) ?? "";

serve(language.LanguageRuntimeService, {
  handshake: unary(() => new messages.LanguageHandshakeResponse()),
  getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("0.1.0")),
  // Plugins are found by PATH and Pulumi's plugin folder, not by npm packages.
  getRequiredPackages: unary(() => new messages.GetRequiredPackagesResponse()),
  getRequiredPlugins: unary(() => new messages.GetRequiredPluginsResponse()),
  getProgramDependencies: unary(() => new messages.GetProgramDependenciesResponse()),
  runtimeOptionsPrompts: unary(() => new messages.RuntimeOptionsResponse()),
  about: unary(() =>
    new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
  ),
  cancel: unary(() => new Empty()),
  run: unary((request: messages.RunRequest) => run(request, engine)),
});
