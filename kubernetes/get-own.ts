// Looks a name up that users chose: "constructor" is a legal cluster name, and every object inherits one.

/** The object's own value under the key. */
export const getOwn = <T>(object: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
