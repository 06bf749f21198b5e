import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  ProgressBar,
  Text,
  tokens,
  useAnnounce,
} from '@fluentui/react-components';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { StopRegular } from '@fluentui/react-icons/svg/stop';
import { useEffect, useRef } from 'react';
import type { Run } from '#contract';
import { useRunCommand } from '../../shared/api-client/commands.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { RunStateBadge } from '../../shared/ui/state-badges.tsx';
import { RunCountTiles } from '../../shared/ui/run-counts.tsx';
import { useNow } from '../../shared/use-now.ts';
import { LiveFailures } from './live-failures.tsx';
import { paceOf, type RunStory } from './run-story.ts';
import { useRunStory } from './use-run-story.ts';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '14px' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 16px' },
  big: {
    fontSize: tokens.fontSizeBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    lineHeight: tokens.lineHeightBase600,
  },
  minor: { color: tokens.colorNeutralForeground3 },
  end: { marginInlineStart: 'auto', display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

/** A run as it happens. */
export function RunProgress({ run, mayControl }: { run: Run; mayControl: boolean }) {
  const styles = useStyles();
  const { t } = useText();
  const { story, link, refused, again } = useRunStory(run);
  useProgressAnnouncements(story);
  return (
    <div className={styles.stack}>
      {refused !== undefined && <ErrorCard error={refused} onRetry={again} />}
      {link === 'reconnecting' && (
        <MessageBar intent="warning">
          <MessageBarBody>
            <MessageBarTitle>{t('run.reconnecting')}</MessageBarTitle>
            {t('run.goesOn')}
          </MessageBarBody>
        </MessageBar>
      )}
      <Stopped story={story} />
      <Card>
        <div className={styles.stack}>
          <ProgressLine run={run} story={story} mayControl={mayControl} />
          <RunCountTiles counts={story.counts} />
          <Recent story={story} />
        </div>
      </Card>
      <LiveFailures failures={story.failures} />
    </div>
  );
}

/** Every tenth of the way is said once to screen readers, and each change of state. */
function useProgressAnnouncements(story: RunStory) {
  const { t, number } = useText();
  const { announce } = useAnnounce();
  const said = useRef(-1);
  const tenth = story.total === 0 ? 0 : Math.floor((story.done / story.total) * 10);
  useEffect(() => {
    if (tenth === said.current) return;
    said.current = tenth;
    announce(t('run.percent', { percent: number(tenth * 10) }));
  }, [tenth, announce, t, number]);
  useEffect(() => announce(t(`runState.${story.state}`)), [story.state, announce, t]);
}

function Stopped({ story }: { story: RunStory }) {
  const { t, said } = useText();
  if (story.state !== 'paused' && story.state !== 'held') return null;
  const byItself = story.resumesAt !== undefined;
  return (
    <MessageBar intent={byItself ? 'info' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t(byItself ? 'run.pausedByItself' : `run.${story.state}`)}</MessageBarTitle>
        {said(story, 'stateReason')}{' '}
        {story.resumesAt === undefined ? t('run.nothingLost') : <GoesOn at={story.resumesAt} />}
      </MessageBarBody>
    </MessageBar>
  );
}

/** When a pause ends by itself, as long as that time is ahead. */
function GoesOn({ at }: { at: string }) {
  const { t, dateTime, relative } = useText();
  const now = useNow();
  if (Date.parse(at) <= now.getTime()) return t('run.resumesNow');
  return t('run.resumesAt', { when: dateTime(at), relative: relative(at, now) });
}

function ProgressLine({ run, story, mayControl }: { run: Run; story: RunStory; mayControl: boolean }) {
  const styles = useStyles();
  const { t, n, span } = useText();
  const pace = paceOf(story);
  const share = story.total === 0 ? 0 : story.done / story.total;
  return (
    <>
      <div className={styles.line}>
        <Text className={styles.big}>{Math.floor(share * 100)} %</Text>
        <RunStateBadge state={story.state} />
        <Text>{t('run.doneOf', { done: story.done, total: story.total })}</Text>
        {pace !== undefined && story.state === 'running' && (
          <Text className={styles.minor}>
            {n('run.rate', pace.perMinute)} · {t('run.left', { span: span(pace.leftMs) })}
          </Text>
        )}
        {mayControl && <Controls run={run} story={story} />}
      </div>
      <ProgressBar value={share} thickness="large" aria-label={t('run.progress')} />
    </>
  );
}

function Controls({ run, story }: { run: Run; story: RunStory }) {
  const styles = useStyles();
  const { t } = useText();
  const cancel = useRunCommand('cancel');
  const resume = useRunCommand('resume');
  const stopped = story.state === 'paused' || story.state === 'held';
  const cancelling = story.state === 'cancelling' || cancel.isPending;
  const refused = cancel.isError ? cancel : resume;
  return (
    <div className={styles.end}>
      {stopped && (
        <Button
          appearance="primary"
          icon={<PlayRegular />}
          disabledFocusable={resume.isPending}
          onClick={() => {
            cancel.reset();
            resume.mutate(run.id);
          }}
        >
          {t(story.resumesAt === undefined ? 'run.resume' : 'run.resumeNow')}
        </Button>
      )}
      <Button icon={<StopRegular />} disabledFocusable={cancelling} onClick={() => cancel.mutate(run.id)}>
        {t(cancelling ? 'run.cancelling' : 'run.cancel')}
      </Button>
      {refused.error !== null && <ErrorCard error={refused.error} onRetry={() => refused.mutate(run.id)} />}
    </div>
  );
}

function Recent({ story }: { story: RunStory }) {
  const styles = useStyles();
  const { t } = useText();
  const last = story.recent[0];
  if (last === undefined) return null;
  return (
    <Text size={200} className={styles.minor}>
      {t('run.last', { action: t(`action.${last.action}`) })} · <bdi>{last.name}</bdi>
    </Text>
  );
}
