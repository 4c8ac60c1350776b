/** AWS and Pinecone on this machine: moto and the emulator together. */
import { startEmulator, type Emulator } from "./emulator";
import { startMoto, type Moto, type MotoOptions } from "./moto";

/** A local cloud that is running. */
export interface Cloud {
  /** Pinecone. */
  readonly emulator: Emulator;
  /** AWS: one endpoint for every service. */
  readonly awsEndpoint: string;
  /** Environment of `pulumi`, so that the plugins talk to this cloud and to nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** Forgets everything that was made in either; the credentials stay as they are. */
  reset(): Promise<void>;
  /** Ends both. Nothing of them is left running. */
  stop(): Promise<void>;
}

/** The region of the local AWS, unless a program says another. */
const REGION = "us-east-1";

/**
 * Starts moto and, when it answers, the emulator that assumes roles and uses keys in it. Both end with this process at
 * the latest.
 * @throws Error with what is missing for moto, or what the emulator wrote.
 */
export async function startCloud(options: MotoOptions = {}): Promise<Cloud> {
  const moto = await startMoto(options);
  const emulator = await startEmulator({ awsEndpoint: moto.endpoint, region: REGION }).catch(async (error: unknown) => {
    await moto.stop();
    throw error;
  });
  return {
    emulator,
    awsEndpoint: moto.endpoint,
    env: environment(moto, emulator),
    reset: async () => {
      await Promise.all([moto.reset(), emulator.reset()]);
    },
    stop: async () => {
      await Promise.all([moto.stop(), emulator.stop()]);
    },
  };
}

/** moto takes any credentials. */
function environment(moto: Moto, emulator: Emulator): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    ...emulator.env,
  };
}
