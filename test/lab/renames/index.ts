// The program with the aliases that it would have after the renames and moves in older.ts.
import * as pulumi from "@pulumi/pulumi";
import { contextsOf } from "../../../config/kubeconfig";
import { program } from "../../../program";
import { MOVED, RENAMED } from "./older";

export = () => {
  const aliases: Readonly<Record<string, pulumi.Alias>> = {
    [RENAMED.name]: { name: RENAMED.before },
    [MOVED.name]: { parent: pulumi.rootStackResource },
  };
  pulumi.runtime.registerStackTransformation(({ name, props, opts }) => {
    const alias = aliases[name];
    return alias && { props, opts: pulumi.mergeOptions(opts, { aliases: [alias] }) };
  });
  return program(contextsOf);
};
