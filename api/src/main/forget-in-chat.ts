/** Takes a person out of the conversations that the bot may write to; they are sealed, so no store can do it. */
import type { ReferenceVault } from '../../../bot/src/connector/references.ts';

interface Reference {
  readonly user?: { readonly id?: string; readonly aadObjectId?: string };
  readonly conversation?: { readonly conversationType?: string };
}

/** A chat with the person goes; in a team they installed the bot in, only their name and id do. @returns how many */
export async function forgetInChat(vault: ReferenceVault, userId: string): Promise<number> {
  let forgotten = 0;
  for (const { key, sealed } of await vault.list()) {
    const clear = vault.open(key, sealed);
    if (clear === null) continue;
    const reference = JSON.parse(Buffer.from(clear).toString()) as Reference;
    if (reference.user?.aadObjectId !== userId) continue;
    forgotten += 1;
    if (reference.conversation?.conversationType === 'personal') await vault.remove(key);
    else {
      const nobody = { ...reference, user: { id: '' } };
      await vault.save({ key, sealed: vault.seal(key, Buffer.from(JSON.stringify(nobody))) });
    }
  }
  return forgotten;
}
