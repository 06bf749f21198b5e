import { Button, makeStyles, Select, Switch, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { HOSTS, LOCALES, PEOPLE, THEMES, WIDTHS, type Choices } from './choices.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 14px',
    padding: '6px 20px',
    backgroundColor: tokens.colorNeutralBackground4,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { display: 'flex', flexDirection: 'column', marginInlineEnd: 'auto' },
  minor: { color: tokens.colorNeutralForeground3 },
  choice: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
});

interface Props {
  readonly choices: Choices;
  readonly onChange: (change: Partial<Choices>) => void;
}

/** Who is looking, in which theme, language and width. Teams decides these things; here everybody may. */
export function TopBar({ choices, onChange }: Props) {
  const styles = useStyles();
  const people = Object.fromEntries(Object.entries(PEOPLE).map(([id, { name }]) => [id, name]));
  const widths = Object.fromEntries(Object.entries(WIDTHS).map(([id, { label }]) => [id, label]));
  return (
    <div className={styles.bar} role="toolbar" aria-label="Simulated Teams">
      <div className={styles.name}>
        <Text weight="semibold">Contoso – simulated Teams</Text>
        <Text size={100} className={styles.minor}>
          Nothing here reaches Microsoft.
        </Text>
      </div>
      <Choice
        label="Person"
        options={people}
        value={choices.person}
        onChange={(person) => onChange({ person })}
      />
      <Choice
        label="Theme"
        options={THEMES}
        value={choices.theme}
        onChange={(theme) => onChange({ theme })}
      />
      <Choice
        label="Language"
        options={LOCALES}
        value={choices.locale}
        onChange={(locale) => onChange({ locale })}
      />
      <Choice
        label="Width"
        options={widths}
        value={choices.width}
        onChange={(width) => onChange({ width })}
      />
      <Choice label="Host" options={HOSTS} value={choices.host} onChange={(host) => onChange({ host })} />
      <Switch
        label="Nested auth"
        checked={choices.naa === 'on'}
        onChange={(_event, data) => onChange({ naa: data.checked ? 'on' : 'off' })}
      />
      {choices.host === 'Teams' && (
        <Button size="small" onClick={() => onChange({ frame: 'settings' })}>
          Add tab…
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: Readonly<Record<string, string>>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, options, value, onChange }: ChoiceProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>
        <Text size={200}>{label}</Text>
      </label>
      <Select id={id} size="small" value={value} onChange={(_event, data) => onChange(data.value)}>
        {Object.entries(options).map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </Select>
    </span>
  );
}
