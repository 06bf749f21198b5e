import { Button, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useSearch, type Hit } from './use-search.ts';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '12px 16px',
    maxHeight: '45%',
    overflowY: 'auto',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  query: { display: 'flex', gap: '6px' },
  words: { flexGrow: 1, minWidth: 0 },
  hits: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
  },
  hit: { justifyContent: 'flex-start', width: '100%', textAlign: 'start' },
  minor: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
});

/** What the manifest calls its searches. */
const WHAT = { buildings: 'Buildings', runs: 'Syncs' } as const;

interface Props {
  readonly send: (activity: Record<string, unknown>) => Promise<object>;
  readonly onDone: () => void;
}

/** Search in the message box: what is picked is posted as a card of the person. */
export function SearchPane({ send, onDone }: Props) {
  const styles = useStyles();
  const { found, ask, pick } = useSearch(send);
  const [what, setWhat] = useState<string>('buildings');
  const [words, setWords] = useState('');
  const choose = (hit: Hit) => {
    pick(hit);
    onDone();
  };
  return (
    <section className={styles.pane} aria-label="Search with Places Sync">
      <form
        className={styles.query}
        onSubmit={(event) => {
          event.preventDefault();
          void ask(what, words);
        }}
      >
        <Select aria-label="What to search" value={what} onChange={(_event, data) => setWhat(data.value)}>
          {Object.entries(WHAT).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Input
          className={styles.words}
          value={words}
          onChange={(_event, data) => setWords(data.value)}
          aria-label="Words to search"
        />
        <Button type="submit">Search</Button>
      </form>
      <ul className={styles.hits} aria-label="Found">
        {(found?.hits ?? []).map((hit, index) => (
          <li key={index}>
            <Button className={styles.hit} appearance="subtle" onClick={() => choose(hit)}>
              <span>
                {hit.title} <span className={styles.minor}>{hit.text}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <Text size={200} className={styles.minor} role="status">
        {found?.note}
      </Text>
    </section>
  );
}
