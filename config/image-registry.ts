// Configuration of an image mirror: registry host and optional path.
// https://github.com/distribution/reference/blob/main/reference.go
import { isHost, isPortText } from "./network";
import { checkedText } from "./primitives";

const FOLDER = /^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*$/;
/** In characters: with the longest repository name appended it stays within the 255 that container runtimes accept. */
const LONGEST = 200;

/** Runtimes take a first component without a dot or a port for a Docker Hub namespace. */
function isRegistryHost(text: string): boolean {
  const [host = "", port, ...more] = text.split(":");
  return (
    isHost(host) &&
    (port === undefined ? host.includes(".") || host === "localhost" : isPortText(port)) &&
    more.length === 0
  );
}

/** Registry mirror: `host[:port][/path]`, with a host that a runtime does not take for a namespace of Docker Hub. */
export const registry = checkedText(
  (text) => {
    const [host = "", ...folders] = text.split("/");
    return (
      isRegistryHost(host) &&
      folders.every((folder) => FOLDER.test(folder)) &&
      text.length <= LONGEST
    );
  },
  "must be host[:port][/path] in lower case, the host with a dot or a port, without scheme, tag or slash at the end",
  'use for example "mirror.example.com" or "mirror.example.com:5000/quay"',
);
