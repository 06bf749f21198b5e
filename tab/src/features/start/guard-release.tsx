import { Checkbox, Text } from '@fluentui/react-components';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ReleaseBox, type ReleaseProps } from './release-box.tsx';

/** The guards in the way; an administrator releases each by name, nobody releases one that hides a failed read. */
export function GuardRelease({ plan, mayRelease, released, onChange }: ReleaseProps) {
  const text = useText();
  const { t } = text;
  const tripped = plan.guards.filter((guard) => guard.tripped);
  if (tripped.length === 0) return null;
  return (
    <ReleaseBox title={t('start.guards')}>
      {mayRelease && tripped.some((guard) => guard.releasable) && (
        <Text size={200}>{t('start.guardsWhy')}</Text>
      )}
      {tripped.map((guard) =>
        guard.releasable && mayRelease ? (
          <Checkbox
            key={guard.code}
            checked={released.includes(guard.code)}
            onChange={(_event, data) => onChange(guard.code, data.checked === true)}
            label={t('start.release', { message: text.said(guard, 'message') })}
          />
        ) : (
          <Text key={guard.code}>{text.said(guard, 'message')}</Text>
        ),
      )}
      {!mayRelease && <Text size={200}>{t('start.askAdmin')}</Text>}
      {tripped.some((guard) => !guard.releasable) && <Text size={200}>{t('guard.final')}</Text>}
    </ReleaseBox>
  );
}
