// The lab's suites by name: their files in order, and the minutes that each may take.
import { buildFor } from "../../lab/addons/images";
import { buildPrograms, programs } from "../../lab/build/programs";
import { buildLinters } from "./linters/programs";
import { motoPrograms } from "./support/moto";

export interface Suite {
  /** Budget, without building programs and starting the lab. */
  readonly minutes: number;
  /** Test files below the repository's root. */
  readonly files: readonly string[];
  /** Builds the programs that only this suite needs. */
  readonly builds?: () => Promise<unknown>;
  /** The suite needs no cluster. */
  readonly withoutLab?: true;
  /** Whether it is no part of `all`. */
  readonly beside?: true;
}

const lab = (...names: readonly string[]): string[] =>
  names.map((name) => `test/lab/${name}.test.ts`);

export const SUITES = {
  core: {
    minutes: 8,
    files: lab(
      "rendered",
      "edge",
      "plugins-kubernetes",
      "bad-input",
      "idempotence",
      // After these: Prometheus may hear of the last targets minutes after the lab is up.
      "answer",
      "core/client-ca-step",
      // Before the next, which takes the observees away.
      "core/false-alarms",
      "tls-querier",
    ),
  },
  trust: {
    minutes: 20,
    files: lab(
      "secrets",
      "trust/client-ca",
      "trust/renewal",
      "trust/revocation",
      "trust/server-ca",
    ),
  },
  data: {
    minutes: 18,
    files: lab("plugins-aws", "cloud", "data/compaction", "data/in-cluster-store", "data/killed"),
    builds: async () => [await buildFor("minio", "versitygw"), await motoPrograms()],
  },
  edges: {
    minutes: 16,
    files: lab("edges/second-edge", "edges/pass-through", "edges/traefik"),
    builds: () => buildFor("traefik"),
  },
  parts: {
    minutes: 40,
    files: lab(
      "accepted",
      "alerts",
      "dashboards",
      "dashboard-events",
      "members",
      "older-schema",
      "renames",
      "parts/alerting",
      "parts/external-prometheus",
      "parts/query",
      "parts/receive",
      "parts/replicas",
      "parts/restricted",
      "parts/store-gateways",
    ),
    builds: () =>
      buildFor("traefik", "alertmanager", "kubeRbacProxy", "memcached", "memcachedExporter"),
  },
  linters: {
    minutes: 8,
    files: [...lab("linters/linters", "crds", "graph-page"), "test/policy/flags.full.ts"],
    builds: async () => [await buildPrograms([programs.thanos]), await buildLinters()],
    withoutLab: true,
  },
  answers: {
    minutes: 40,
    files: lab("answers/matrix"),
    beside: true,
  },
  alerts: {
    minutes: 35,
    files: lab("alerts/observee-missing"),
    beside: true,
  },
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof SUITES;

const names = Object.keys(SUITES) as SuiteName[];

const isSuite = (name: string): name is SuiteName => Object.hasOwn(SUITES, name);

/** Suites that `all` runs, one after the other. */
export const together = names.filter((name) => !("beside" in SUITES[name]));

/** Their name and common budget. */
export const ALL = { name: "all", minutes: 60 } as const;

interface Chosen {
  readonly suites: readonly (readonly [SuiteName, Suite])[];
  /** Whether all suites run, which have a common budget. */
  readonly whole: boolean;
}

/** The suites with these names; undefined without names, or with an unknown one. */
export function suitesOf(args: readonly string[]): Chosen | undefined {
  const whole = args.includes(ALL.name);
  const rest = args.filter((name) => name !== ALL.name);
  if (args.length === 0 || !rest.every(isSuite)) {
    return undefined;
  }
  return { suites: (whole ? together : rest).map((name) => [name, SUITES[name]]), whole };
}

export const usage = (): string =>
  [
    "npm run test:lab -- <suite>... [--keep]",
    ...names.map((name) => `  ${name.padEnd(8)} at most ${String(SUITES[name].minutes)} min`),
    `  ${ALL.name.padEnd(8)} at most ${String(ALL.minutes)} min`,
    "A lab that it starts is taken down afterwards, unless --keep is given.",
    "",
  ].join("\n");
