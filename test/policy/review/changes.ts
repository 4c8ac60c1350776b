/** Changes to the policies' fixture, and what the review says of them. */
import type { Properties } from "../../../policy/model/values";
import { changed, compliant, resource, without, withMore, type Fixture } from "../fixture";
import { digestOf, meaningsIn, reviewed } from "./fixture";

/** What a change of some properties of a resource means. */
export const change = (name: string, properties: Properties, options = {}) =>
  meaningsIn(reviewed(changed(compliant, name, properties, options)), name);

export const removal = (name: string) => meaningsIn(reviewed(without(compliant, name)), name);

export const addition = (type: string, properties: Properties, options = {}) =>
  meaningsIn(reviewed(withMore(compliant, resource(type, "added", properties, options))), "added");

/** What it means that a resource is made anew. */
export function replacement(name: string): string[] {
  const digest = digestOf(compliant);
  const steps = digest.steps.map((step) => (step.urn.endsWith(`::${name}`) ? { ...step, op: "replace" } : step));
  return meaningsIn(reviewed({ steps }), name);
}

export const first = (fixture: Fixture): Fixture => ({ ...fixture, former: [] });
