/** Where an engine can come from, in the order they are tried. */
export type EngineSource = "path" | "download" | "build";

/** A Pulumi engine that is ready to be used. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly command: string;
  /** The folder `pulumi` is in. Put it first on PATH, so that the language hosts are found. */
  readonly bin: string;
  /** Such as `3.248.0`. */
  readonly version: string;
  readonly source: EngineSource;
}

/** What has to be put where. */
export interface Order {
  /** The executables go to its `bin`. */
  readonly folder: string;
  /** Such as `pulumi-language-nodejs`. */
  readonly executables: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** A way to get an engine. Both methods throw an Error with the reason when it can't be gone. */
export interface Origin {
  /** A quick look whether `fill` has what it needs. */
  check(env: NodeJS.ProcessEnv): Promise<void>;
  fill(order: Order): Promise<void>;
}
