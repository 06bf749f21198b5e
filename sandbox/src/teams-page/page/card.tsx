import { AdaptiveCard, HostConfig, OpenUrlAction, type Action } from 'adaptivecards';
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { hostConfigOf } from './host-config.ts';

const useStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    '& .ac-actionSet': { flexWrap: 'wrap', rowGap: '8px' },
    '& button': {
      fontFamily: 'inherit',
      fontSize: tokens.fontSizeBase300,
      fontWeight: tokens.fontWeightSemibold,
      lineHeight: tokens.lineHeightBase300,
      padding: '5px 12px',
      maxWidth: '100%',
      overflowWrap: 'anywhere',
      color: tokens.colorNeutralForeground1,
      backgroundColor: tokens.colorNeutralBackground1,
      border: `1px solid ${tokens.colorNeutralStroke1}`,
      borderRadius: tokens.borderRadiusMedium,
      cursor: 'pointer',
    },
    '& button:hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    '& button:focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    '& button.style-positive': {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorBrandBackground,
      border: `1px solid ${tokens.colorTransparentStroke}`,
    },
    '& button.style-positive:hover': { backgroundColor: tokens.colorBrandBackgroundHover },
    '& button.style-destructive': {
      color: tokens.colorStatusDangerForeground2,
      border: `1px solid ${tokens.colorStatusDangerBorder2}`,
    },
  },
});

interface Props {
  readonly content: unknown;
  /** As teams-js names it. */
  readonly theme: string;
  readonly onLink: (link: string) => void;
  /** A button that asks the bot: the verb and the data of the card's inputs. */
  readonly onAction: (action: Record<string, unknown>) => void;
}

/** An Adaptive Card as Microsoft's own renderer draws it. */
export function Card({ content, theme, onLink, onAction }: Props) {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(hostConfigOf(theme));
    card.onExecuteAction = (action: Action) => {
      if (action instanceof OpenUrlAction) onLink(action.url ?? '');
      else onAction({ ...(action.toJSON() as object), data: (action as { data?: unknown }).data });
    };
    card.parse(content);
    const drawn = card.render();
    place.current?.replaceChildren(...(drawn ? [drawn] : []));
  }, [content, theme, onLink, onAction]);
  return <div ref={place} className={styles.card} />;
}
