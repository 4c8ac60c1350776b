import type { Call } from "./call";
import type { Kind, Kinds } from "./resourceType";

type Fields = Readonly<Record<string, Kind>>;
type ValuesOf<F extends Fields> = { [N in keyof F]: Kinds[F[N]] };

interface Definition<A extends Fields, R extends Fields> {
  /** As `@pulumi/aws` calls it, for example `aws:index/getRegion:getRegion`. */
  readonly token: string;
  /** None of them has to be given. */
  readonly args: A;
  readonly results: R;
  /**
   * @param call - in the region that the argument `region` gives, otherwise in the provider's.
   * @param args - of the right kinds; empty texts are left out.
   */
  answer(call: Call, args: Partial<ValuesOf<A>>): Promise<ValuesOf<R>>;
}

/** A function: its arguments and its results as tables, and how it is answered. */
export type AwsFunction = Definition<Fields, Fields>;

/** Gives a function's answer the types that follow from its tables; the caller of an {@link AwsFunction} checks the arguments. */
export function awsFunction<const A extends Fields, const R extends Fields>(definition: Definition<A, R>): AwsFunction {
  return definition;
}
