import { AdaptiveCard, HostConfig, OpenUrlAction, type Action } from 'adaptivecards';
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';

const useStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
    '& .ac-actionSet': { flexWrap: 'wrap', rowGap: '8px' },
    '& button': {
      font: 'inherit',
      padding: '6px 12px',
      color: tokens.colorNeutralForeground1,
      backgroundColor: tokens.colorNeutralBackground1,
      border: `1px solid ${tokens.colorNeutralStroke1}`,
      borderRadius: tokens.borderRadiusMedium,
      cursor: 'pointer',
    },
  },
});

/** Colours of cards follow the theme of the page. */
function hostConfigOf(dark: boolean): HostConfig {
  const text = dark ? '#ffffff' : '#242424';
  const colours = (value: string) => ({ default: value, subtle: value });
  const foregroundColors = {
    default: { default: text, subtle: dark ? '#adadad' : '#616161' },
    accent: colours(dark ? '#9299f7' : '#4f52b2'),
    good: colours(dark ? '#92c353' : '#237b4b'),
    warning: colours(dark ? '#f8d22a' : '#835c00'),
    attention: colours(dark ? '#f9526b' : '#c4314b'),
  };
  const style = { backgroundColor: 'transparent', foregroundColors };
  return new HostConfig({
    fontFamily: 'inherit',
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 14 },
    containerStyles: {
      default: style,
      emphasis: { ...style, backgroundColor: dark ? '#1f1f1f' : '#f5f5f5' },
    },
    actions: { actionsOrientation: 'horizontal', buttonSpacing: 8, maxActions: 6, actionAlignment: 'left' },
    supportsInteractivity: true,
  });
}

interface Props {
  readonly content: unknown;
  readonly dark: boolean;
  readonly onLink: (link: string) => void;
  /** A button that asks the bot: the verb and the data of the card's inputs. */
  readonly onAction: (action: Record<string, unknown>) => void;
}

/** An Adaptive Card as Microsoft's own renderer draws it. */
export function Card({ content, dark, onLink, onAction }: Props) {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const card = new AdaptiveCard();
    card.hostConfig = hostConfigOf(dark);
    card.onExecuteAction = (action: Action) => {
      if (action instanceof OpenUrlAction) onLink(action.url ?? '');
      else onAction({ ...(action.toJSON() as object), data: (action as { data?: unknown }).data });
    };
    card.parse(content);
    const drawn = card.render();
    place.current?.replaceChildren(...(drawn ? [drawn] : []));
  }, [content, dark, onLink, onAction]);
  return <div ref={place} className={styles.card} />;
}
