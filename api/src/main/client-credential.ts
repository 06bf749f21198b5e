/** How the app registration proves itself to Microsoft Entra, and until when it can. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Settings } from '../config/settings.ts';

type Credential = { readonly clientSecret: string } | { readonly certificate: string };

/** The certificate wins when both are set. */
export async function clientCredential(
  settings: Pick<Settings, 'clientCertificatePath' | 'clientSecret'>,
): Promise<Credential> {
  if (settings.clientCertificatePath !== undefined)
    return { certificate: await readFile(settings.clientCertificatePath, 'utf8') };
  return { clientSecret: settings.clientSecret ?? '' };
}

/** When it ends; null for a secret without a date. */
export function credentialEnd(
  credential: Credential,
  { clientSecretExpires }: Pick<Settings, 'clientSecretExpires'>,
): Date | null {
  if ('certificate' in credential) return new Date(new X509Certificate(credential.certificate).validTo);
  return clientSecretExpires ?? null;
}
