import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { InvalidOptionError } from "./errors";

/**
 * Own certificates and, besides them, those that Node trusts anyway: it takes a list instead of its own, so its own is in the list.
 *
 * @param own PEM, or the path of a file with it
 * @throws InvalidOptionError
 */
export function trustedWith(own: string, environment: Readonly<Record<string, string | undefined>>): string[] {
  return [...rootCertificates, ...extraOf(environment["NODE_EXTRA_CA_CERTS"]), ...certificatesIn(pemOf(own))];
}

function pemOf(own: string): string {
  if (own.includes("-----BEGIN ")) return own;
  try {
    return readFileSync(own, "utf8");
  } catch (thrown) {
    throw unusable(thrown);
  }
}

/** Each certificate is parsed here: Node skips what it can't read, and the server would be called untrusted later on. */
function certificatesIn(pem: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (blocks === null) {
    throw new InvalidOptionError(
      "caCertificates",
      "caCertificates has no certificate in it: no line -----BEGIN CERTIFICATE-----.",
    );
  }
  try {
    return blocks.map((block) => new X509Certificate(block).toString());
  } catch (thrown) {
    throw unusable(thrown);
  }
}

function unusable(thrown: unknown): InvalidOptionError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new InvalidOptionError(
    "caCertificates",
    `caCertificates can't be used (${why}). Give certificates in PEM, or the path of a file that has them.`,
  );
}

/** Node itself only warns when NODE_EXTRA_CA_CERTS can't be read. */
function extraOf(path: string | undefined): string[] {
  try {
    return path === undefined || path === "" ? [] : [readFileSync(path, "utf8")];
  } catch {
    return [];
  }
}
