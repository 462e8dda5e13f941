// Validates Alertmanager's matchers, https://prometheus.io/docs/alerting/latest/configuration/#matcher.
import { z } from "zod";
import { checkedText } from "../../config/primitives";

const MATCHER = /^[a-zA-Z_]\w*\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\["\\n])*"|[^\s{}()!=~,\\"'`]+)$/;

/** Alertmanager's regular expressions are RE2: no lookahead, no lookbehind, no backreferences. */
function isRe2(text: string): boolean {
  if (/\(\?(=|!|<=|<!)|\\[1-9]/.test(text)) {
    return false;
  }
  try {
    return new RegExp(text.replaceAll("(?P<", "(?<").replace(/^\(\?[imsU]+\)/, "")) !== undefined;
  } catch {
    return false;
  }
}

function isMatcher(text: string): boolean {
  const [, operator = "", value = ""] = MATCHER.exec(text) ?? [];
  const pattern = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(["\\])/g, "$1") : value;
  return operator !== "" && (!operator.includes("~") || isRe2(pattern));
}

/** A list of matchers, each as one text. */
export const matchers = z.array(
  checkedText(
    isMatcher,
    "must be a matcher: a label, one of =, !=, =~ and !~, and a value",
    'use for example severity="critical", or cluster=~"eu-.*" with a regular expression of Go\'s',
  ),
);
