import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useText } from '../../shared/i18n/text-context.tsx';
import { Card } from '../../shared/ui/page.tsx';
import { QueryArea } from '../../shared/ui/query-area.tsx';
import { ApprovalControl } from './approval-control.tsx';
import { useApproval } from './use-approvals.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '8px' },
  minor: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

interface Props {
  readonly building: { readonly id: string; readonly name: string };
  readonly mayChange: boolean;
}

/** On the page of a building: whether help desk may sync it from chat. */
export function BuildingApprovalCard({ building, mayChange }: Props) {
  const styles = useStyles();
  const { t } = useText();
  const approval = useApproval(building.id);
  return (
    <Card title={t('approval.title')}>
      <div className={styles.content}>
        <QueryArea query={approval} lines={2}>
          {(data) => (
            <ApprovalControl building={building} approval={data} mayChange={mayChange}>
              <Text>{t('approval.switch', { name: building.name })}</Text>
            </ApprovalControl>
          )}
        </QueryArea>
        <Text size={200} className={styles.minor}>
          {t('approval.about')}
        </Text>
      </div>
    </Card>
  );
}
