import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { answerTab, type HostActions, type HostState } from './host-protocol.ts';
import type { TabMessage } from './tab-message.ts';

const useStyles = makeStyles({
  stage: {
    flexGrow: 1,
    minHeight: 0,
    display: 'flex',
    justifyContent: 'center',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  frame: {
    width: '100%',
    height: '100%',
    border: 0,
    display: 'block',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  device: {
    height: 'calc(100% - 32px)',
    marginBlock: '16px',
    borderRadius: '20px',
    border: `8px solid ${tokens.colorNeutralForeground1}`,
    boxSizing: 'content-box',
  },
});

interface Props {
  readonly state: HostState;
  readonly width: number;
  readonly actions: HostActions;
  /** Set while a person presses "Save" in the dialog that adds the tab to a channel. */
  readonly saving: boolean;
}

/** Frames the tab the way Teams does and speaks teams-js with it. */
export function TabFrame({ state, width, actions, saving }: Props) {
  const styles = useStyles();
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    function onMessage(event: MessageEvent<TabMessage>) {
      const tab = frame.current?.contentWindow;
      if (tab === null || tab === undefined || event.source !== tab) return;
      if (typeof event.data !== 'object' || typeof event.data.func !== 'string') return;
      answerTab(event.data, state, actions).then(
        (answer) => answer && tab.postMessage(answer, location.origin),
        (error: unknown) => actions.status('failed', String(error)),
      );
    }
    addEventListener('message', onMessage);
    return () => removeEventListener('message', onMessage);
  }, [state, actions]);

  const { theme } = state;
  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ func: 'themeChange', args: [theme] }, location.origin);
  }, [theme]);

  useEffect(() => {
    if (saving)
      frame.current?.contentWindow?.postMessage({ func: 'settings.save', args: [{}] }, location.origin);
  }, [saving]);

  return (
    <div className={styles.stage}>
      <iframe
        key={[state.person, state.locale, state.page, state.frame, state.naa, state.host].join()}
        ref={frame}
        title="Places Sync"
        src={state.frame === 'settings' ? '/tab/config' : '/tab'}
        className={width === 0 ? styles.frame : `${styles.frame} ${styles.device}`}
        style={width === 0 ? {} : { width: `${width}px` }}
        allow="clipboard-read; clipboard-write"
      />
    </div>
  );
}
