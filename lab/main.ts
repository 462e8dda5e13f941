// The lab's command line: build, up, down, status, query, logs.
import { parseArgs } from "node:util";
import { waitForAnswers, formatAnswer, printReport } from "./answer";
import { installPackages } from "./build/debian";
import { buildImages, type ImageFile } from "./build/images";
import { buildPrograms } from "./build/programs";
import { podLogs } from "./cluster/pods";
import { clusters } from "./cluster/machines";
import { startAll } from "./clusters";
import { checkGo, checkRights } from "./requirements";
import { createState } from "./paths";
import { query } from "./query";
import { phase } from "./report";
import { acquireLock } from "./lock";
import { fetchOfficial } from "./stacks/official";
import { findPlugins } from "./stacks/plugins";
import { upStacks } from "./stacks/up";
import { status } from "./status";
import { down } from "./teardown";

const usage = `npm run lab -- [up] [--yes] [--clusters-only]
npm run lab -- build [--yes]
npm run lab -- down
npm run lab -- status
npm run lab -- query '<promql>'
npm run lab -- logs <cluster> <start of a pod's name>
`;

/** Installs and builds what every lab needs, without starting anything. */
async function build(yes: boolean): Promise<ImageFile[]> {
  await checkGo();
  acquireLock();
  await phase("install Debian packages", () => installPackages(yes));
  return phase("build programs and images", async () => {
    await buildPrograms();
    return buildImages();
  });
}

async function up(yes: boolean, clustersOnly: boolean): Promise<void> {
  createState();
  const images = await build(yes);
  await phase("start clusters, S3 endpoint and addons", () => startAll(images));
  if (clustersOnly) {
    return;
  }
  await phase("look for Pulumi's official plugins", () => fetchOfficial());
  const plugins = findPlugins();
  await upStacks(plugins);
  await printReport(await waitForAnswers(), plugins);
}

async function ofCluster(cluster: string | undefined, pod: string | undefined): Promise<void> {
  const names = clusters.map(({ name }) => name);
  if (!cluster || !pod || !names.includes(cluster)) {
    throw new Error(`logs needs a cluster (${names.join(", ")}) and the start of a pod's name`);
  }
  process.stdout.write(await podLogs(cluster, pod));
}

async function answer(promql: string | undefined): Promise<void> {
  if (!promql) {
    throw new Error("query needs a PromQL expression, for example: npm run lab -- query 'up'");
  }
  process.stdout.write(`${formatAnswer(await query(promql)).join("\n")}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      yes: { type: "boolean", default: process.env.CI === "true" },
      "clusters-only": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [command = "up", first, second] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  checkRights();
  switch (command) {
    case "up":
      return up(values.yes, values["clusters-only"]);
    case "build":
      await build(values.yes);
      return;
    case "down":
      return down();
    case "status":
      process.exitCode = (await status()) ? 0 : 1;
      return;
    case "query":
      return answer(first);
    case "logs":
      return ofCluster(first, second);
    default:
      throw new Error(`unknown command "${command}"\n${usage}`);
  }
}

if (require.main === module) {
  // `head` closes the pipe after the first lines, which is no error.
  process.stdout.on("error", () => process.exit());
  main().catch((error: unknown) => {
    process.stderr.write(`\nlab: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
