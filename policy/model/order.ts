import type { PlannedResource } from "./plan";

/** Resources in an order that is always the same: those that were there before come first. The engine has none. */
export function inOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const place = ({ former, name }: PlannedResource): string => `${former === undefined ? 1 : 0} ${name}`;
  return [...resources].sort((one, other) => place(one).localeCompare(place(other), "en"));
}
