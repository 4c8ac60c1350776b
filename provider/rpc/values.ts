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
