import { Checkbox, Text } from '@fluentui/react-components';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ReleaseBox, type ReleaseProps } from './release-box.tsx';

/** A map that somebody else uploaded is replaced only when an administrator says so; nobody has to, to sync places. */
export function MapRelease({ plan: { map }, mayRelease, released, onChange }: ReleaseProps) {
  const { t, said } = useText();
  const { release } = map;
  if (release === undefined) return null;
  return (
    <ReleaseBox title={t('start.ofOthers')}>
      <Text>{said(map, 'reason')}</Text>
      {mayRelease ? (
        <Checkbox
          checked={released.includes(release)}
          onChange={(_event, data) => onChange(release, data.checked === true)}
          label={t('start.replaceMap')}
        />
      ) : (
        <Text size={200}>{t('start.askAdmin')}</Text>
      )}
    </ReleaseBox>
  );
}
