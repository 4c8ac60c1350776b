import type fc from "fast-check";
import { holdAll } from "./hold";
import type { Model } from "./model";
import type { World } from "./world";

/** Something that is done to the project, as it is and as it should be. */
export type Command = fc.AsyncCommand<Model, World>;

interface Described {
  /** As it is written down in a failing path. */
  readonly title: string;
  /** @default - always */
  readonly makesSense?: (model: Readonly<Model>) => boolean;
  readonly run: (model: Model, real: World) => Promise<void>;
}

/** A command after which everything is held against the model. */
export function command({ title, makesSense = () => true, run }: Described): Command {
  return {
    check: makesSense,
    run: async (model, real) => {
      await run(model, real);
      await holdAll(model, real);
    },
    toString: () => title,
  };
}
