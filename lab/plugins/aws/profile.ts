// Reads a profile of the shared AWS configuration; it must name an endpoint, since a stand-in uses no other.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface Profile {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Reads `[profile <name>]` in the file that `AWS_CONFIG_FILE` names. */
export function readProfile(name: string): Profile {
  const file = process.env.AWS_CONFIG_FILE ?? path.join(os.homedir(), ".aws/config");
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const section = text
    .split(/^\[/m)
    .find((one) => one.startsWith(`profile ${name}]`) || one.startsWith(`${name}]`));
  const value = (key: string): string => {
    const found = new RegExp(`^${key}\\s*=\\s*(\\S+)`, "m").exec(section ?? "")?.[1];
    if (found === undefined) {
      throw new Error(
        `profile ${name} of the AWS configuration has no ${key}; this stand-in calls no real cloud`,
      );
    }
    return found;
  };
  return {
    endpoint: value("endpoint_url"),
    accessKey: value("aws_access_key_id"),
    secretKey: value("aws_secret_access_key"),
  };
}
