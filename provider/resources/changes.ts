import type { PropertyChange } from "../rpc/provider";
import { containsUnknown, type PropertyMap, reveal, type Value } from "../rpc/values";
import type { InputField, OnChange, ResourceShape } from "./definition";
import { sameInput, show, valueOf } from "./plain";

/** An input that has, or may get, another value. */
export interface InputChange {
  readonly name: string;
  readonly field: InputField;
  readonly kind: PropertyChange["kind"];
  readonly from: Value | undefined;
  readonly to: Value | undefined;
}

/** A change that the definition forbids, and why. */
export interface Refusal {
  readonly property: string;
  readonly reason: string;
}

/**
 * What changes from the old inputs to the new ones. A field that Pinecone fills in when it is left out has its old value in the
 * outputs, and leaving it out changes nothing.
 *
 * @param oldOutputs `undefined` in Check, which does not get them: a field whose old value they would tell is passed over there.
 */
export function inputChanges(
  shape: Pick<ResourceShape, "inputs">,
  oldInputs: PropertyMap,
  oldOutputs: PropertyMap | undefined,
  news: PropertyMap,
): InputChange[] {
  return Object.entries(shape.inputs).flatMap(([name, field]) => {
    const kept = field.keptWhenLeftOut === true;
    const declared = valueOf(oldInputs, name);
    if (kept && declared === undefined && oldOutputs === undefined) return [];
    const from = declared ?? (kept ? valueOf(oldOutputs ?? {}, name) : undefined);
    const to = valueOf(news, name);
    if (to === undefined && (from === undefined || kept)) return [];
    if (from === undefined && field.untold === true) return [];
    if (from !== undefined && to !== undefined && sameInput(field, from, to)) return [];
    const kind = to === undefined ? "delete" : declared === undefined ? "add" : "update";
    return [{ name, field, kind, from, to }];
  });
}

/** The forbidden ones among the changes. */
export function refusals(changes: readonly InputChange[]): Refusal[] {
  return changes.flatMap((change) => {
    const forbidden = forbiddenBy(change);
    if (forbidden === undefined) return [];
    return [{ property: change.name, reason: `${whatChanges(change)} ${forbidden.rule} ${forbidden.remedy}` }];
  });
}

/** Changes of a field that are refused by an exception once the new value is known, but it is not known yet. */
export function doubtful(changes: readonly InputChange[]): Refusal[] {
  return changes.flatMap(({ name, field: { onChange }, from, to }) => {
    if (onChange.kind !== "update" || onChange.except === undefined) return [];
    if (to === undefined || !containsUnknown(to) || from === undefined || reveal(from) !== onChange.except.from)
      return [];
    const { except } = onChange;
    return [
      {
        property: name,
        reason: `its new value is not known yet; ${String(except.to)} will be refused. ${except.rule}`,
      },
    ];
  });
}

function forbiddenBy({
  field: { onChange },
  from,
  to,
}: InputChange): Pick<OnChange & { kind: "forbidden" }, "rule" | "remedy"> | undefined {
  if (onChange.kind === "forbidden") return onChange;
  if (onChange.kind !== "update" || onChange.except === undefined || from === undefined || to === undefined)
    return undefined;
  const { except } = onChange;
  return reveal(from) === except.from && reveal(to) === except.to ? except : undefined;
}

function whatChanges({ from, to }: InputChange): string {
  if (to !== undefined && containsUnknown(to))
    return `may change: its new value is not known yet, it was ${show(from)}.`;
  if (from === undefined) return `can't be set later: it was left out, now it is ${show(to)}.`;
  if (to === undefined) return `can't be left out later: it was ${show(from)}.`;
  return `can't change from ${show(from)} to ${show(to)}.`;
}
