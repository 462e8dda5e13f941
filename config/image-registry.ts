// A mirror of images in configuration: the host of a registry, and a path in it.
// https://github.com/distribution/reference/blob/main/reference.go
import { z } from "zod";
import { issue } from "./errors";
import { isHost, isPortText } from "./primitives";

const FOLDER = /^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*$/;
/** Characters; with the longest repository behind it, it stays within the 255 that runtimes take. */
const LONGEST = 200;

/** A first part without a dot or a port is taken for a folder of Docker Hub. */
function isRegistryHost(text: string): boolean {
  const [host = "", port, ...more] = text.split(":");
  return (
    isHost(host) &&
    (port === undefined ? host.includes(".") || host === "localhost" : isPortText(port)) &&
    more.length === 0
  );
}

export const registry = z.string().refine(
  (text) => {
    const [host = "", ...folders] = text.split("/");
    return (
      isRegistryHost(host) &&
      folders.every((folder) => FOLDER.test(folder)) &&
      text.length <= LONGEST
    );
  },
  issue(
    "must be host[:port][/path] in lower case, the host with a dot or a port, without scheme, tag or slash at the end",
    'use for example "mirror.example.com" or "mirror.example.com:5000/quay"',
  ),
);
