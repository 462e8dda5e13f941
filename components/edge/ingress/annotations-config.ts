// Annotations of one's own on an Ingress before which somebody is asked: none may open the door again.
import { KNOWN_PREFIXES, leadsPast } from "./nginx-annotations";
import type { ConfigError } from "../../../config/errors";

const CLASS = "kubernetes.io/ingress.class";

/** What an Ingress asks for, and the annotations by which this program says so. */
interface Asking {
  /** Path of the object with the annotations. */
  readonly at: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly isOwn: (annotation: string) => boolean;
  /** What is said of one of its own. */
  readonly own: { readonly rule: string; readonly fix: string };
  /** What it asks for, in words. */
  readonly what: string;
}

export const annotationFaults = ({ at, annotations, isOwn, own, what }: Asking): ConfigError[] =>
  Object.keys(annotations).flatMap((key): ConfigError[] => {
    const path = `${at}.annotations.${key}`;
    if (leadsPast(key)) {
      return [
        { path, rule: `could lead callers past what asks for the ${what}`, fix: "remove it" },
      ];
    }
    if (isOwn(key)) {
      return [{ path, ...own }];
    }
    if (key === CLASS) {
      const rule = "names a class beside ingressClassName, which is the one that is checked";
      return [{ path, rule, fix: `remove it: ${at}.ingressClassName names the class` }];
    }
    return KNOWN_PREFIXES.some((prefix) => key.startsWith(prefix))
      ? []
      : [
          {
            path,
            rule: `does not begin with ${KNOWN_PREFIXES.join(" or ")}, and another controller could undo by it what asks for the ${what}`,
            fix: "remove it",
          },
        ];
  });
