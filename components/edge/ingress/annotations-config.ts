// Rejects annotations that would weaken the authentication of an Ingress.
import { KNOWN_PREFIXES, isBypass } from "./nginx-annotations";
import type { ConfigError } from "../../../config/errors";

const CLASS = "kubernetes.io/ingress.class";

/** The authentication of an Ingress, and the annotations with which this program configures it. */
interface AnnotationRules {
  /** Configuration path of the object with the annotations. */
  readonly at: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly isOwn: (annotation: string) => boolean;
  /** Message for an annotation that this program sets itself. */
  readonly own: { readonly rule: string; readonly fix: string };
  /** The check that it enforces, in words. */
  readonly check: string;
}

/** An error for each configured annotation that is set by the program, could disable the check, or is unknown. */
export const annotationErrors = ({
  at,
  annotations,
  isOwn,
  own,
  check,
}: AnnotationRules): ConfigError[] =>
  Object.keys(annotations).flatMap((key): ConfigError[] => {
    const path = `${at}.annotations.${key}`;
    if (isBypass(key)) {
      return [{ path, rule: `could bypass the ${check}`, fix: "remove it" }];
    }
    if (isOwn(key)) {
      return [{ path, ...own }];
    }
    if (key === CLASS) {
      const rule = "sets a class besides ingressClassName, the only one that is checked";
      return [{ path, rule, fix: `remove it, and set ${at}.ingressClassName` }];
    }
    return KNOWN_PREFIXES.some((prefix) => key.startsWith(prefix))
      ? []
      : [
          {
            path,
            rule: `must begin with ${KNOWN_PREFIXES.join(" or ")}: the annotation of another controller could disable the ${check}`,
            fix: "remove it",
          },
        ];
  });
