/** Where an engine can come from, in the order they are tried. */
export type EngineSource = "path" | "download" | "build";

/** What has to be put where. */
export interface Order {
  /** The executables go to its `bin`. */
  readonly folder: string;
  /** Such as `pulumi-language-nodejs`. */
  readonly executables: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Carries an order out, or throws an Error with the reason why it can't. */
export type Fill = (order: Order) => Promise<void>;
