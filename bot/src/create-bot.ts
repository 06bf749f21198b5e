/** The bot, put together: the door for Teams, and posting without being asked. */
import { BotBuilderCloudAdapter } from '@microsoft/teamsfx';
import type { Router } from 'express';
import type { BotApi } from './bot-api.ts';
import type { Links } from './cards/links.ts';
import { createAdapter, type AdapterOptions } from './connector/adapter.ts';
import { ChannelPosts } from './connector/channel-posts.ts';
import { messagesDoor } from './connector/messages-door.ts';
import type { BotClock } from './connector/send-gate.ts';
import { References, type ReferenceVault } from './connector/references.ts';
import { TeamChannels, type TeamShelf } from './connector/team-channels.ts';
import { PlacesBot } from './handlers/places-bot.ts';

export interface BotOptions extends AdapterOptions {
  readonly api: BotApi;
  readonly links: Links;
  readonly vault: ReferenceVault;
  readonly teams: TeamShelf;
  readonly clock: BotClock;
  /** Application ID URI of our API, for single sign-on; undefined: people open the tab. */
  readonly signInResource?: string | undefined;
  readonly warn: (what: string, error: unknown) => void;
}

export interface Bot {
  /** `POST /api/messages`. */
  readonly router: Router;
  readonly posts: ChannelPosts;
  readonly channels: TeamChannels;
}

export function createBot(options: BotOptions): Bot {
  const adapter = createAdapter(options);
  // No onTurnError: it would make a message that was refused look like one that was sent.
  const references = new References(options.vault);
  // teamsfx writes references down at install and heals them; commands and cards are our own handler's alone,
  // because teamsfx would run its handlers and then ours as well (teams-platform.md section 5).
  new BotBuilderCloudAdapter.ConversationBot({
    adapter,
    notification: { enabled: true, store: references, botAppId: options.botId },
  });
  const posts = new ChannelPosts(adapter, options.botId, references, options.clock);
  const channels = new TeamChannels(adapter, options.botId, references, options.teams);
  const handler = new PlacesBot({ ...options, posts, channels });
  return { router: messagesDoor({ ...options, adapter, handler }), posts, channels };
}
