/** Where the bot is installed: teamsfx writes it down at install, this keeps it sealed in our own store. */
import type { ConversationReference } from 'botbuilder';
import type { ConversationReferenceStore } from '@microsoft/teamsfx';

/** A sealed reference as the product stores it. */
export interface SealedReference {
  readonly key: string;
  readonly sealed: Uint8Array;
}

/** What the product lends for it; every call is for the one tenant of the bot. */
export interface ReferenceVault {
  list(): Promise<readonly SealedReference[]>;
  save(reference: SealedReference): Promise<void>;
  remove(key: string): Promise<boolean>;
  seal(key: string, clear: Uint8Array): Uint8Array;
  /** null when it was sealed with a key that is gone. */
  open(key: string, sealed: Uint8Array): Uint8Array | null;
}

/** The store that teamsfx asks for. References that cannot be opened any more are left out: the next event heals them. */
export class References implements ConversationReferenceStore {
  readonly #vault: ReferenceVault;

  constructor(vault: ReferenceVault) {
    this.#vault = vault;
  }

  async add(
    key: string,
    reference: Partial<ConversationReference>,
    { overwrite }: { overwrite?: boolean } = {},
  ): Promise<boolean> {
    if (overwrite !== true && (await this.all()).has(key)) return false;
    const clear = Buffer.from(JSON.stringify(reference));
    await this.#vault.save({ key, sealed: this.#vault.seal(key, clear) });
    return true;
  }

  remove(key: string): Promise<boolean> {
    return this.#vault.remove(key);
  }

  async list(): Promise<{ data: Partial<ConversationReference>[] }> {
    return { data: [...(await this.all()).values()] };
  }

  /** By key; the installs of one tenant are few. */
  async all(): Promise<Map<string, Partial<ConversationReference>>> {
    const found = new Map<string, Partial<ConversationReference>>();
    for (const { key, sealed } of await this.#vault.list()) {
      const clear = this.#vault.open(key, sealed);
      if (clear) found.set(key, JSON.parse(Buffer.from(clear).toString()) as Partial<ConversationReference>);
    }
    return found;
  }
}
