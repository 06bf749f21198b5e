/** Reports as cards in a channel, through the bot. */
import { progressCard, stateInWords } from '../../../../bot/src/cards/progress-card.ts';
import { withNote } from '../../../../bot/src/cards/with-note.ts';
import type { Links } from '../../../../bot/src/cards/links.ts';
import { reportCard, reportText } from '../../../../bot/src/cards/report-card.ts';
import type { ChannelPosts } from '../../../../bot/src/connector/channel-posts.ts';
import type { TeamChannels } from '../../../../bot/src/connector/team-channels.ts';
import { PostFailed } from '../../../../bot/src/connector/post-failed.ts';
import type { PostedMessage } from '../../ports/chat.ts';
import { DeliveryFailed, type ReportChannel } from '../../ports/notifier.ts';

export function createReportChannel(
  posts: ChannelPosts,
  channels: TeamChannels,
  links: Links,
): ReportChannel {
  return {
    channels: async () =>
      (await channels.list()).map(({ id, name, team }) => ({ id, name, ...(team ? { team } : {}) })),
    look: () => channels.look(),
    post: (channelId, report, plainText) =>
      inOurTerms<PostedMessage>(() =>
        posts.post(channelId, {
          text: reportText(report),
          card: plainText ? null : reportCard(report, links),
        }),
      ),
    personal: (userId, report, why) =>
      inOurTerms<PostedMessage>(() =>
        posts.postToPerson(userId, {
          text: `${why} ${reportText(report)}`,
          card: withNote(reportCard(report, links), why),
        }),
      ),
    update: (message, report) =>
      inOurTerms(() => posts.update(message, { text: reportText(report), card: reportCard(report, links) })),
    progress: (message, run, buildingName) => {
      const shown = progressCard({ ...run, runId: run.id, buildingName }, links);
      return inOurTerms(() =>
        posts.update(
          message,
          { text: `${stateInWords(run.state)}: ${buildingName}`, card: shown },
          'droppable',
        ),
      );
    },
  };
}

async function inOurTerms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PostFailed)) throw error;
    throw new DeliveryFailed(error.trouble, error.code, error, error.retryAfterMs);
  }
}
