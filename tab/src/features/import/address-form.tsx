import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { useState, type FormEvent } from 'react';
import { useText } from '../../shared/i18n/text-context.tsx';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: '8px',
    paddingTop: '14px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  field: { flexGrow: 1, flexBasis: '240px', minWidth: 0 },
  hint: {
    flexBasis: '100%',
    minWidth: 0,
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
});

interface Props {
  /** What was typed before, so that nobody types it again after a refusal. */
  readonly before: string;
  /** Whether a person came here for this and not for the files above. */
  readonly first: boolean;
  readonly busy: boolean;
  readonly onRead: (address: string) => void;
}

const EXAMPLE = 'https://maps.contoso.example/lund.json';

const isHttps = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** A file that the server fetches itself, from a host that its administrator allows. */
export function AddressForm({ before, first, busy, onRead }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const [address, setAddress] = useState(before);
  const [wrong, setWrong] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = address.trim();
    setWrong(!isHttps(typed));
    if (isHttps(typed) && !busy) onRead(typed);
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        className={styles.field}
        label={t('import.address')}
        {...(wrong ? { validationMessage: t('import.addressWrong') } : {})}
      >
        <Input
          type="url"
          value={address}
          autoFocus={first}
          contentBefore={<LinkRegular aria-hidden />}
          placeholder={EXAMPLE}
          title={address === '' ? EXAMPLE : address}
          aria-describedby="import-address-hint"
          onChange={(_event, data) => {
            setAddress(data.value);
            setWrong(false);
          }}
        />
      </Field>
      <Button type="submit" disabledFocusable={busy || address.trim() === ''}>
        {t('import.read')}
      </Button>
      <span id="import-address-hint" className={styles.hint}>
        {t('import.addressHint')}
      </span>
    </form>
  );
}
