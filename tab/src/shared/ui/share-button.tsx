import { Button } from '@fluentui/react-components';
import { ShareRegular } from '@fluentui/react-icons/svg/share';
import { useText } from '../i18n/text-context.tsx';
import { subPageOf, type Route } from '../route.ts';
import { canShare, sharePage } from '../teams/host.ts';

/** Gives others a link through Teams that opens exactly this view; absent where the host cannot share. */
export function ShareButton({ route, label }: { route: Route; label: string }) {
  const { t } = useText();
  const subPage = subPageOf(route);
  if (subPage === undefined || !canShare()) return null;
  return (
    <Button icon={<ShareRegular />} onClick={() => sharePage(subPage, label)}>
      {t('share.button')}
    </Button>
  );
}
