/** The browser's passkeys: the server's options in, what goes back to it out. */
import type { Ceremony } from './contract.js';

/** Whether this browser can do it at all. */
export function canPasskey(): boolean {
  return 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
}

/** Make a passkey; null when the person turned it down. */
export async function made({ options }: Ceremony): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
  return json(() => navigator.credentials.create({ publicKey }));
}

/** Use one; null when the person turned it down. */
export async function used({ options }: Ceremony): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
  return json(() => navigator.credentials.get({ publicKey }));
}

async function json(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
  } catch (thrown) {
    const name = (thrown as DOMException).name;
    if (name === 'NotAllowedError' || name === 'AbortError' || name === 'InvalidStateError') return null;
    throw thrown;
  }
}
