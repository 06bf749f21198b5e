import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  Select,
  Text,
  useAnnounce,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { BranchRequestRegular } from '@fluentui/react-icons/svg/branch-request';
import type { PlaceType, Plan } from '#contract';
import { useText } from '../../shared/i18n/text-context.tsx';
import { SEVERITIES, type Severity } from '../../shared/severity.ts';
import { copyText, saveFile } from '../../shared/ui/hand-out.ts';
import { planCsv, planMarkdown } from './model/plan-files.ts';
import { isFiltering, NO_FILTER, type PlanFilter } from './model/plan-filter.ts';
import {
  applyFilter,
  collapseAll,
  expandAll,
  expandChanged,
  typesOf,
  type TreeView,
} from './model/tree-view.ts';

const PHONE = '@media (max-width: 420px)';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  search: { flexGrow: 1, minWidth: '0', maxWidth: '320px' },
  select: { minWidth: '0', maxWidth: '100%', [PHONE]: { flexBasis: '120px', flexGrow: 1 } },
});

interface Props {
  readonly plan: Plan;
  readonly view: TreeView;
  readonly change: (step: (view: TreeView) => TreeView) => void;
}

/** Search, filters by type and finding, opening and closing, and taking the plan elsewhere. */
export function PlanToolbar({ plan, view, change }: Props) {
  const styles = useStyles();
  const { t, n } = useText();
  const filter = view.filter;
  const set = (part: Partial<PlanFilter>) => change((now) => applyFilter(now, { ...now.filter, ...part }));
  const matched = view.matches?.own.size;
  return (
    <div className={styles.bar}>
      <SearchBox
        className={styles.search}
        placeholder={t('plan.search')}
        aria-label={t('plan.search')}
        value={filter.text}
        onChange={(_event, data) => set({ text: data.value })}
      />
      <Select
        className={styles.select}
        title={filter.types.size === 0 ? t('plan.allTypes') : t('plan.filterType')}
        aria-label={t('plan.filterType')}
        value={[...filter.types][0] ?? ''}
        onChange={(_event, { value }) => set({ types: new Set(value === '' ? [] : [value as PlaceType]) })}
      >
        <option value="">{t('plan.allTypes')}</option>
        {typesOf(view.rows).map((type) => (
          <option key={type} value={type}>
            {t(`type.${type}`)}
          </option>
        ))}
      </Select>
      <Select
        className={styles.select}
        title={t(filter.severities.size === 0 ? 'plan.withOrWithout' : 'plan.anyFinding')}
        aria-label={t('plan.filterFinding')}
        value={[...filter.severities].length > 1 ? 'any' : ([...filter.severities][0] ?? '')}
        onChange={(_event, { value }) => set({ severities: severitiesOf(value) })}
      >
        <option value="">{t('plan.withOrWithout')}</option>
        <option value="any">{t('plan.anyFinding')}</option>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {t(`severity.${severity}`)}
          </option>
        ))}
      </Select>
      {isFiltering(filter) && (
        <Button appearance="subtle" onClick={() => change((now) => applyFilter(now, NO_FILTER))}>
          {t('plan.clear')}
        </Button>
      )}
      <OpenMenu change={change} />
      <ExportMenu plan={plan} />
      <Text size={200} role="status">
        {matched === undefined ? n('plan.places', view.rows.length) : n('plan.matches', matched)}
      </Text>
    </div>
  );
}

function severitiesOf(value: string): ReadonlySet<Severity> {
  if (value === 'any') return new Set(SEVERITIES);
  return new Set(SEVERITIES.filter((severity) => severity === value));
}

function OpenMenu({ change }: Pick<Props, 'change'>) {
  const { t } = useText();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<BranchRequestRegular />}>{t('plan.open')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => change(expandChanged)}>{t('plan.openChanged')}</MenuItem>
          <MenuItem onClick={() => change(expandAll)}>{t('plan.openAll')}</MenuItem>
          <MenuItem onClick={() => change(collapseAll)}>{t('plan.closeAll')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function ExportMenu({ plan }: { plan: Plan }) {
  const { t } = useText();
  const { announce } = useAnnounce();
  const name = `plan-${plan.id}`;
  async function copyMarkdown() {
    announce(t((await copyText(planMarkdown(plan))) ? 'copy.done' : 'copy.failed'));
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />}>{t('export.menu')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => void copyMarkdown()}>{t('export.copyMarkdown')}</MenuItem>
          <MenuDivider />
          <MenuItem
            onClick={() => saveFile(`${name}.json`, 'application/json', JSON.stringify(plan, null, 2))}
          >
            {t('export.json')}
          </MenuItem>
          <MenuItem onClick={() => saveFile(`${name}.csv`, 'text/csv', planCsv(plan))}>
            {t('export.csv')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
