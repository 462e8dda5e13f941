// Prints the Node.js version once a run, and fails if THANOS_FLEET_NODE asks for another major version.
export function mochaGlobalSetup(): void {
  console.log(`Node.js ${process.version}`);
  const wanted = process.env["THANOS_FLEET_NODE"];
  if (wanted && !process.version.startsWith(`v${wanted}.`)) {
    throw new Error(`THANOS_FLEET_NODE requires Node.js ${wanted}, and this is ${process.version}`);
  }
}
