// Looks up user-chosen names safely: "constructor" is a valid cluster name, and every object inherits that property.

/** The object's own value of the key; undefined for inherited properties. */
export const getOwn = <T>(object: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
