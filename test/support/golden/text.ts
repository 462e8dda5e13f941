// Formats goldens as readable YAML: short lists and maps on one line, long texts folded.
import { Document, isCollection, isNode, visit, type Node } from "yaml";

const WIDTH = 120;
/** Maximum length of a collection on one line. */
const ONE_LINE = 90;

export function goldenText(value: unknown): string {
  const document = new Document(value, {
    sortMapEntries: true,
    aliasDuplicateObjects: false,
    keepUndefined: false,
  });
  visit(document, {
    Collection: (_key, node) => {
      if (isShort(node)) {
        node.flow = true;
        return visit.SKIP;
      }
      return undefined;
    },
  });
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
}

const isShort = (node: Node): boolean =>
  isCollection(node) && isNode(node) && JSON.stringify(node.toJSON()).length <= ONE_LINE;
