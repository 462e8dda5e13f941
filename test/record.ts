// Writes every resource, output and message of the tested stacks into one file, a line each. A change of structure
// alone
// leaves the file unchanged:
//   node tools/node/run.js node --import tsx test/record.ts FILE
import * as fs from "node:fs";
import type { Recording } from "../tools/render/recorder";
import { ALERTING } from "./support/bad-alerting";
import { BAD_CAS } from "./support/bad-cas";
import { CLOUD } from "./support/bad-cloud";
import { BAD_EDGES } from "./support/bad-edges";
import { GRAFANA } from "./support/bad-grafana";
import { ROWS } from "./support/bad-input";
import { KEYS_AND_ROLE, NAMES } from "./support/bad-names";
import { BAD_NETWORK } from "./support/bad-network";
import { HOSTS, NUMBERS, QUERIES, SECRETS, STORES } from "./support/bad-values";
import { BAD_WORDS } from "./support/bad-texts";
import { ALL_STACKS, stack } from "./support/fleet";
import { messagesOf } from "./support/judged";
import "./support/seed";
import { connected, FULL, observeeCalled, observerOf, type Step } from "./support/stacks";

const line = (...words: readonly unknown[]): string =>
  words.map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" ");

const linesOf = (
  title: string,
  { resources, outputs, outputDependencies }: Recording,
): string[] => [
  ...resources.map((resource) => line(title, resource.type, resource.name, resource)),
  line(title, "outputs", outputs),
  line(title, "waits", outputDependencies),
];

async function stackLines(name: string): Promise<string[]> {
  return [
    ...linesOf(`${name} up`, await stack(name, { secrets: "shown" })),
    ...linesOf(`${name} preview`, await stack(name, { preview: true })),
  ];
}

/** Each step of a rotation of both CAs in a connected fleet. */
async function rotationLines(): Promise<string[]> {
  const stacks = await connected("paris", "lyon");
  const lines: string[] = [];
  for (const phase of ["overlap", "cutover", "stable"] as const) {
    const step: Step = { generation: 2, phase };
    const observer = observerOf({ paris: { clientCa: step }, lyon: {} });
    const paris = observeeCalled("paris", { serverCertificate: { issuer: "self", ca: step } });
    for (const [name, config] of [
      ["observer", observer],
      ["paris", paris],
      ["observer", observer],
    ] as const) {
      lines.push(...linesOf(`${phase} ${FULL(name)}`, await stacks.up(name, config)));
    }
  }
  return lines;
}

const TABLES = {
  ...{ ALERTING, BAD_CAS, BAD_EDGES, BAD_NETWORK, BAD_WORDS, CLOUD, GRAFANA, HOSTS },
  ...{ KEYS_AND_ROLE, NAMES, NUMBERS, QUERIES, ROWS, SECRETS, STORES },
};

const refusalLines = (): string[] =>
  Object.entries(TABLES).flatMap(([table, rows]) =>
    rows.map(({ config }, i) => line(table, i, messagesOf(config))),
  );

async function main(file = ""): Promise<void> {
  const lines: string[] = [];
  for (const name of ALL_STACKS) {
    lines.push(...(await stackLines(name)));
  }
  lines.push(...(await rotationLines()), ...refusalLines());
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
  process.stdout.write(`${file}: ${String(lines.length)} lines\n`);
}

void main(process.argv[2]);
