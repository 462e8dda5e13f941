// `npm run bench:up [-- RUNS]`: times an `up` of the lab's observer without changes, beside a bare program with as
// many
// resources in the same cluster. The two alternate, so that both see the same machine load.
import { version } from "@pulumi/pulumi/package.json";
import { findPlugins } from "../../lab/stacks/plugins";
import { spread, type Measured } from "./measure";
import { engineVersion, observerResources, observerUp, withBareStack } from "./stacks";

const print = (line: string) => process.stdout.write(`${line}\n`);

const processor = ({ user, system }: Measured) => user + system;
const wall = (measured: Measured) => measured.wall;

function row(name: string, runs: readonly Measured[]): void {
  print(`| ${name} | ${spread(runs.map(wall))} | ${spread(runs.map(processor))} |`);
}

function ratio(program: readonly Measured[], bare: readonly Measured[]): void {
  const of = (figure: (measured: Measured) => number) =>
    spread(program.map((run, i) => figure(run) / figure(bare[i] ?? run)));
  print(`| ratio, pair by pair | ${of(wall)} | ${of(processor)} |`);
}

async function main(count: number): Promise<void> {
  const plugins = findPlugins();
  const resources = await observerResources(plugins);
  const up = observerUp(plugins);
  const program: Measured[] = [];
  const bare: Measured[] = [];
  await withBareStack(resources, plugins, async (bareUp) => {
    // Warm-up, not counted: it fills caches.
    await up();
    for (let run = 1; run <= count; run += 1) {
      const pair = [await up(), await bareUp()] as const;
      program.push(pair[0]);
      bare.push(pair[1]);
      print(`run ${run} of ${count}: ${pair.map((one) => one.wall.toFixed(2)).join(" s and ")} s`);
    }
  });
  print(`Node.js ${process.version}, SDK ${version}, engine ${await engineVersion()}`);
  plugins.forEach((plugin) => print(`${plugin.package}: ${plugin.origin}`));
  print(`\n| \`up\` without changes, ${resources} resources | wall, s | processor, s |`);
  print("| --- | --- | --- |");
  row("observer", program);
  row("bare program", bare);
  ratio(program, bare);
}

main(Number(process.argv[2] ?? "5")).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
