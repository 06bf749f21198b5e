import { makeStyles, Spinner, Switch, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { ShieldLockRegular } from '@fluentui/react-icons/svg/shield-lock';
import type { ReactNode } from 'react';
import type { StandingApproval } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { Pill } from '../../shared/ui/pill.tsx';
import { useSetApproval } from './use-approvals.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 16px' },
  words: { flexGrow: 1, flexBasis: '200px', minWidth: 0, display: 'flex', flexDirection: 'column' },
  minor: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  control: { display: 'inline-flex', alignItems: 'center', gap: '8px', marginInlineEnd: '-8px' },
});

interface Props {
  readonly building: { readonly id: string; readonly name: string };
  readonly approval: StandingApproval;
  readonly mayChange: boolean;
  /** What stands before the switch: the name of the building where there are several. */
  readonly children: ReactNode;
}

/** Whether help desk may sync one building from chat, who said so, and the switch for those who may. */
export function ApprovalControl({ building, approval, mayChange, children }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const set = useSetApproval(building.id);
  const { allowed } = approval;
  const words = t(allowed ? 'approval.allowed' : 'approval.notAllowed');
  return (
    <>
      <div className={styles.row}>
        <div className={styles.words}>
          {children}
          <Text size={200} className={styles.minor}>
            <SaidBy approval={approval} />
          </Text>
        </div>
        {mayChange ? (
          <span className={styles.control}>
            <span role="status">{set.isPending && <Spinner size="tiny" label={t('settings.saving')} />}</span>
            <Switch
              label={words}
              labelPosition="before"
              aria-label={t('approval.switch', { name: building.name })}
              checked={allowed}
              onChange={(_event, data) => {
                if (!set.isPending) set.mutate(data.checked);
              }}
            />
          </span>
        ) : (
          <Pill tone={allowed ? 'good' : 'quiet'} icon={allowed ? CheckmarkCircleRegular : ShieldLockRegular}>
            {words}
          </Pill>
        )}
      </div>
      {set.error !== null && (
        <ErrorCard error={set.error} onRetry={() => set.mutate(set.variables ?? !allowed)} />
      )}
    </>
  );
}

function SaidBy({ approval }: { approval: StandingApproval }) {
  const { t, dateTime } = useText();
  const { allowed, by, at } = approval;
  if (by === undefined || at === undefined) return t('approval.never');
  return t(allowed ? 'approval.allowedBy' : 'approval.stoppedBy', { name: by, when: dateTime(at) });
}
