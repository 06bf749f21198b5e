import { Button, Tooltip, useAnnounce } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { copyText } from './hand-out.ts';

const SHOWN_MS = 2_000;

/** Copies a text and says so. `label` names what is copied. */
export function CopyButton({
  text,
  label,
  showLabel = false,
}: {
  text: string;
  label: string;
  showLabel?: boolean;
}) {
  const { t } = useText();
  const { announce } = useAnnounce();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    const copied = await copyText(text);
    setState(copied ? 'copied' : 'failed');
    announce(copied ? t('copy.done') : t('copy.failed'));
  }

  const words = state === 'copied' ? t('copy.done') : state === 'failed' ? t('copy.failed') : label;
  const button = (
    <Button
      size="small"
      appearance="subtle"
      icon={state === 'copied' ? <CheckmarkRegular /> : <CopyRegular />}
      aria-label={label}
      onClick={() => void copy()}
    >
      {showLabel ? words : undefined}
    </Button>
  );
  return showLabel ? (
    button
  ) : (
    <Tooltip content={words} relationship="label">
      {button}
    </Tooltip>
  );
}
