import { Button, Field, makeStyles, Select, Switch, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { useState, type FormEvent } from 'react';
import type { NotificationChoice, Notifications } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { channelName, groupChannels } from './channel-names.ts';
import { ChannelTrouble } from './channel-trouble.tsx';
import { useSaveNotifications } from './use-notifications.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '14px' },
  channel: { maxWidth: '560px', minWidth: 0 },
  select: { minWidth: 0, textOverflow: 'ellipsis' },
  // Fluent's switch keeps room around its track: without it the track stands under the fields above.
  mail: { marginInlineStart: '-8px' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', minHeight: '32px' },
  saved: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  savedIcon: { fontSize: '20px', color: tokens.colorStatusSuccessForeground1 },
});

/** In the list of channels: whichever team comes first. */
const FIRST = '';

/**
 * What a person has changed and not yet saved. It outlives a failed save and a refresh of what is stored; only saving
 * or discarding ends it.
 */
function useDraft(settings: Notifications) {
  const save = useSaveNotifications();
  const [draft, setDraft] = useState<Partial<NotificationChoice>>({});
  const stored: NotificationChoice = { channelId: settings.channelId, mail: settings.mail };
  const choice = { ...stored, ...draft };
  const dirty = choice.channelId !== stored.channelId || choice.mail !== stored.mail;
  return {
    choice,
    dirty,
    save,
    change: (part: Partial<NotificationChoice>) => {
      save.reset();
      setDraft({ ...draft, ...part });
    },
    discard: () => {
      save.reset();
      setDraft({});
    },
    submit: () => {
      if (!save.isPending) save.mutate(choice, { onSuccess: () => setDraft({}) });
    },
  };
}

/** Channel and mail, for those who may change them. */
export function ReportForm({ settings }: { settings: Notifications }) {
  const styles = useStyles();
  const { t } = useText();
  const { choice, dirty, save, change, discard, submit } = useDraft(settings);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    submit();
  }

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <ChannelTrouble
        settings={settings}
        action={
          <Button size="small" disabledFocusable={save.isPending || dirty} onClick={submit}>
            {t('reports.tryAgain')}
          </Button>
        }
      />
      <ChannelField
        settings={settings}
        chosen={choice.channelId}
        onChange={(channelId) => change({ channelId })}
      />
      <Field hint={t(settings.mailAvailable ? 'reports.mailHint' : 'reports.mailMissing')}>
        <Switch
          className={styles.mail}
          label={t('reports.mail')}
          checked={choice.mail && settings.mailAvailable}
          disabled={!settings.mailAvailable}
          onChange={(_event, data) => change({ mail: data.checked })}
        />
      </Field>
      {save.error !== null && <ErrorCard error={save.error} onRetry={submit} />}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={!dirty || save.isPending}>
          {t(save.isPending ? 'settings.saving' : 'settings.save')}
        </Button>
        {dirty && !save.isPending && (
          <Button appearance="subtle" onClick={discard}>
            {t('settings.discard')}
          </Button>
        )}
        <span role="status" className={styles.saved}>
          {save.isSuccess && !dirty && (
            <>
              <CheckmarkCircleRegular className={styles.savedIcon} aria-hidden />
              <Text>{t('settings.saved')}</Text>
            </>
          )}
        </span>
      </div>
    </form>
  );
}

interface ChannelFieldProps {
  readonly settings: Notifications;
  readonly chosen: string | null;
  readonly onChange: (channelId: string | null) => void;
}

function ChannelField({ settings, chosen, onChange }: ChannelFieldProps) {
  const styles = useStyles();
  const { t } = useText();
  const { channels } = settings;
  const [first] = channels;
  const gone = settings.channelId !== null && !channels.some(({ id }) => id === settings.channelId);
  const chosenOne = channels.find(({ id }) => id === chosen);
  const firstWords =
    first === undefined ? t('reports.first') : t('reports.firstNow', { name: channelName(first) });
  return (
    <Field label={t('reports.channel')} hint={t('reports.channelHint')} className={styles.channel}>
      <Select
        className={styles.select}
        select={{ className: styles.select }}
        title={chosenOne === undefined ? firstWords : channelName(chosenOne)}
        value={chosen ?? FIRST}
        onChange={(_event, data) => onChange(data.value === FIRST ? null : data.value)}
      >
        <option value={FIRST}>{firstWords}</option>
        {gone && <option value={settings.channelId ?? FIRST}>{t('reports.gone')}</option>}
        {groupChannels(channels).map(({ team, channels: members }) => {
          const options = members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ));
          return team === undefined ? (
            options
          ) : (
            <optgroup key={team} label={team}>
              {options}
            </optgroup>
          );
        })}
      </Select>
    </Field>
  );
}
