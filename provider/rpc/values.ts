/** A value the engine does not know yet: it will be known once other resources are made. Seen in previews only. */
export class Unknown {
  /** Keeps the type nominal. */
  private readonly kind = "unknown";

  toString(): string {
    return "(not known yet)";
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The one instance of {@link Unknown}. */
export const UNKNOWN = new Unknown();

/** A value that must not be shown. It never prints itself. */
export class Secret {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A property value as it goes over the wire. */
export type Value = null | boolean | number | string | Unknown | Secret | Value[] | PropertyMap;

/** The properties of a resource. A property that is not there has no entry: `undefined` never occurs. */
export interface PropertyMap {
  [name: string]: Value;
}

export function isUnknown(value: Value): value is Unknown {
  return value instanceof Unknown;
}

export function isSecret(value: Value): value is Secret {
  return value instanceof Secret;
}

/** Whether a value is an object with properties of its own. */
export function isMap(value: Value): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value) && !isSecret(value);
}

/** The value without its secret marks, at any depth. */
export function reveal(value: Value): Value {
  if (isSecret(value)) return reveal(value.reveal());
  if (Array.isArray(value)) return value.map(reveal);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, reveal(item)]));
  return value;
}

/** Whether the value, or any part of it, is not known yet. */
export function containsUnknown(value: Value): boolean {
  return isUnknown(value) || parts(value).some(containsUnknown);
}

/** Whether the value, or any part of it, is secret. */
export function containsSecret(value: Value): boolean {
  return isSecret(value) || parts(value).some(containsSecret);
}

/** Whether two values are equal, secret or not. What is not known yet equals nothing, not even itself. */
export function sameValue(left: Value, right: Value): boolean {
  const a = isSecret(left) ? reveal(left) : left;
  const b = isSecret(right) ? reveal(right) : right;
  if (isUnknown(a) || isUnknown(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null));
  }
  if (isMap(a) && isMap(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && sameValue(a[name] ?? null, b[name] ?? null))
    );
  }
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** The values directly inside a value. */
function parts(value: Value): Value[] {
  if (isSecret(value)) return [value.reveal()];
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.values(value) : [];
}
