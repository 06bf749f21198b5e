import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Text,
} from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { Me, Plan } from '#contract';
import { ApiError } from '../../shared/api-client/api-error.ts';
import { useMakePlan } from '../../shared/api-client/commands.ts';
import { useText } from '../../shared/i18n/text-context.tsx';
import { hasRole } from '../../shared/roles.ts';
import { ErrorCard } from '../../shared/ui/error-card.tsx';
import { Releases } from './releases.tsx';
import { RiskyList } from './risky-list.tsx';
import { StartButton } from './start-button.tsx';
import { StartFacts } from './start-facts.tsx';
import { useStartRun } from './use-start-run.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '640px' },
  content: { display: 'flex', flexDirection: 'column', gap: '14px', overflowWrap: 'anywhere' },
});

interface Props {
  readonly plan: Plan;
  readonly me: Me;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Offered when no account is connected: without one nothing can be written. */
  readonly connect: ReactNode;
}

/** The last look before Microsoft Places is changed: where, as whom, how much, and what is risky about it. */
export function StartDialog({ plan, me, open, onClose, connect }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const { released, release, start } = useStartRun(plan);
  const [typed, setTyped] = useState('');
  const removals = plan.summary.remove;
  const confirmed = removals === 0 || typed.trim() === plan.tree.name.trim();
  const guarded = plan.guards.some((guard) => guard.tripped && !released.includes(guard.code));
  const connected = me.connection.state === 'connected';
  const ready = plan.applyable && confirmed && !guarded && connected && !start.isPending;
  return (
    <Dialog
      open={open}
      onOpenChange={(_event, { type, open: stays }) => {
        // A click beside it must not cost what was typed, nor the answer to a start.
        const slip = type === 'backdropClick' && (typed !== '' || released.length > 0);
        if (!stays && !slip && !start.isPending) onClose();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t('start.title', { name: plan.tree.name })}</DialogTitle>
          <DialogContent className={styles.content} tabIndex={0}>
            <StartFacts plan={plan} me={me} />
            {!connected && connect}
            <RiskyList plan={plan} />
            <Releases
              plan={plan}
              mayRelease={hasRole(me, 'Places.Admin')}
              released={released}
              onChange={release}
            />
            {removals > 0 && (
              <Field label={t('start.typeName', { name: plan.tree.name })}>
                <Input value={typed} onChange={(_event, data) => setTyped(data.value)} autoComplete="off" />
              </Field>
            )}
            {start.error !== null && (
              <StartError error={start.error} plan={plan} retry={() => start.mutate()} />
            )}
            <Text size={200}>{t('start.background')}</Text>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose} disabledFocusable={start.isPending}>
              {t('start.cancel')}
            </Button>
            <StartButton
              ready={ready}
              starting={start.isPending}
              removals={removals}
              onStart={() => start.mutate()}
            />
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** What only a fresh comparison helps against: a plan that is not true any more, or a guard that it does not know. */
const NEEDS_COMPARISON: ReadonlySet<string> = new Set(['plan-stale', 'plan-guarded']);

/** A refused start with the way on that fits: a fresh comparison, or the same once more. */
function StartError({ error, plan, retry }: { error: Error; plan: Plan; retry: () => void }) {
  const { t } = useText();
  const makePlan = useMakePlan();
  const problem = error instanceof ApiError ? error.problem : {};
  const compares = NEEDS_COMPARISON.has(problem.code ?? '');
  const repeats = !compares && problem.runId === undefined;
  if (makePlan.error !== null) {
    return <ErrorCard error={makePlan.error} onRetry={() => makePlan.mutate(plan.buildingId)} />;
  }
  return (
    <ErrorCard error={error} onRetry={repeats ? retry : undefined}>
      {compares && (
        <Button disabledFocusable={makePlan.isPending} onClick={() => makePlan.mutate(plan.buildingId)}>
          {t(makePlan.isPending ? 'plan.making' : 'plan.again')}
        </Button>
      )}
    </ErrorCard>
  );
}
