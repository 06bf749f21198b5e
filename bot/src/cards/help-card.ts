import { card, group, heading, line, open, run, small, words, type CardJson } from './card.ts';
import type { Links } from './links.ts';
import { withNote } from './with-note.ts';

/** The commands, as the manifest lists them too. */
export const COMMANDS: readonly (readonly [usage: string, what: string])[] = [
  ['sync <building>', 'Sync a building'],
  ['preview <building>', 'Show what a sync would change'],
  ['status', 'What is running now'],
  ['report [building]', 'The last report'],
  ['retry', 'Repeat only the failed items'],
  ['cancel', 'Stop the running sync'],
  ['buildings', 'List the buildings'],
  ['connect', 'Connect a Microsoft account'],
  ['help', 'What I can do'],
];

export const helpCard = (links: Links): CardJson =>
  card(
    'Places Sync: sync, preview, status, report, retry, cancel, buildings, connect, help',
    [
      heading('Places Sync'),
      words('I carry your buildings into Microsoft Places. In a channel mention me first, then say:'),
      group(
        ...COMMANDS.map(([usage, what]) =>
          line(run(usage, { weight: 'bolder' }), run(what, { isSubtle: true })),
        ),
      ),
      small('A sync that removes places, makes mailboxes or trips a guard waits for an administrator.'),
    ],
    [open('Open Places Sync', links.tab())],
  );

/** Something else was typed. @param nearest what may have been meant; nothing of it is carried out */
export const unknownCommandCard = (nearest: string | null, links: Links): CardJson =>
  withNote(
    { ...helpCard(links), fallbackText: 'I do not know this command. Say help for those I know.' },
    nearest === null ? 'I do not know this command.' : `I do not know this command. Did you mean: ${nearest}`,
  );

/** When the bot was added to a team or chat. */
export const welcomeCard = (links: Links): CardJson =>
  card(
    'Places Sync was added.',
    [
      heading('Hello, I am Places Sync'),
      words('When a sync ends, I post its report in the channel that an administrator chose under Settings.'),
      words('You can also tell me what to do: mention me and say help.'),
    ],
    [open('Open Places Sync', links.tab())],
  );

/** Nobody has seen a token of this person within the last hour. */
export const openTabCard = (links: Links): CardJson =>
  card(
    'Open the Places Sync tab once, then try again.',
    [
      heading('Please open the tab once'),
      words(
        'So far I do not know what you may do here. Open the tab, come back, and say it again within an hour.',
      ),
    ],
    [open('Open Places Sync', links.tab())],
  );

/** Where an administrator connects the account that writes. */
export const connectCard = (links: Links): CardJson =>
  card(
    'Connect a Microsoft account in the tab.',
    [
      heading('Connect a Microsoft account'),
      words(
        'An administrator does this in the tab, at the account at the top: the sign-in happens there, never in a chat.',
      ),
    ],
    [open('Open Places Sync', links.tab())],
  );
