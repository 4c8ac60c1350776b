import { inputError } from "../sdk/utilities";

/** Looks at a value and says why it is wrong; `undefined` when it is right. */
type Rule<T> = (value: T) => string | undefined;

/**
 * Collects what is wrong with a component's arguments, so that all of it is told at once. Only plain values are looked at: an output
 * is not known yet, and the resource that gets it checks it.
 */
export class Checks {
  readonly #found: { propertyPath: string; reason: string }[];
  readonly #prefix: string;

  constructor(found: { propertyPath: string; reason: string }[] = [], prefix = "") {
    this.#found = found;
    this.#prefix = prefix;
  }

  /** For the properties of an argument: what they note is noted here. */
  within(property: string): Checks {
    return new Checks(this.#found, `${this.#prefix}${property}.`);
  }

  /** Notes what is wrong with a property, if anything is. */
  note(property: string, reason: string | undefined): void {
    if (reason !== undefined) this.#found.push({ propertyPath: this.#prefix + property, reason });
  }

  /** Checks a text, unless it is left out or not known yet. */
  text(property: string, value: unknown, rule: Rule<string>): void {
    if (typeof value === "string") this.note(property, rule(value));
  }

  /** Checks a number, unless it is left out or not known yet. */
  number(property: string, value: unknown, rule: Rule<number>): void {
    if (typeof value === "number") this.note(property, rule(value));
  }

  /** Checks the texts of a list, as far as they are known. */
  texts(property: string, values: unknown, rule: Rule<string>): void {
    if (!Array.isArray(values)) return;
    values.forEach((value, index) => {
      this.text(`${property}[${index}]`, value, rule);
    });
  }

  /** Two arguments that answer the same question: at most one may be given. */
  exclusive(args: object, first: string, second: string, why: string): void {
    const given = new Map(Object.entries(args));
    if (given.get(first) === undefined || given.get(second) === undefined) return;
    this.note(first, `is given together with ${second}: ${why} Leave one of them out.`);
  }

  /** An argument that has to be given here, though not always. */
  required(args: object, name: string, remedy: string): void {
    const given = new Map(Object.entries(args));
    if (given.get(name) === undefined) this.note(name, `is required and was not given. ${remedy}`);
  }

  /** @throws InputPropertiesError when anything was noted */
  refuse(type: string, name: string): void {
    if (this.#found.length > 0) throw inputError(type, name, this.#found);
  }
}

/** A rule: an integer from `least` to `most`. `whose` says who asks for it. */
export function between(least: number, most: number, unit: string, whose: string): Rule<number> {
  return (value) =>
    Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `${value} is out of range: ${whose} takes ${least} to ${most} ${unit}.`;
}

/** A rule: a text of `least` to `most` characters. `whose` says who asks for it. */
export function length(least: number, most: number, whose: string): Rule<string> {
  return (value) =>
    value.length >= least && value.length <= most
      ? undefined
      : `has ${value.length} characters, ${whose} takes ${least} to ${most}. ${value === "" ? "Give a name." : "Choose a shorter one."}`;
}
