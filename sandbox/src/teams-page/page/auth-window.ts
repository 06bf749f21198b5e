/** `authentication.authenticate`: a page of the app in a window of its own, which Teams opens and closes. */
import type { TabMessage } from './tab-message.ts';

const LOOK_MS = 300;
const SUCCESS = 'authentication.authenticate.success';
const FAILURE = 'authentication.authenticate.failure';

/** Answers a message of the window, as the tab's are answered; undefined: it gets none. */
type Answer = (message: TabMessage) => Promise<object | undefined>;

/**
 * Opens the window and waits for what its page says at the end.
 * @param args address, width and height, as teams-js sends them
 * @returns `[true, result]` or `[false, reason]`; a person who closes the window is `CancelledByUser`
 */
export function openAuthWindow(args: readonly unknown[], answer: Answer): Promise<unknown[]> {
  const [address, width, height] = args;
  const size = `width=${Number(width) || 600},height=${Number(height) || 600}`;
  // teams-js insists on https; this page and the app behind it are served as they are.
  const served = String(address).replace(`https://${location.host}/`, `${location.origin}/`);
  const opened = window.open(served, '_blank', `popup,${size}`);
  if (opened === null) return Promise.resolve([false, 'FailedToOpenWindow']);
  return new Promise((resolve) => {
    const watch = setInterval(() => opened.closed && end([false, 'CancelledByUser']), LOOK_MS);

    function end(result: unknown[]) {
      clearInterval(watch);
      removeEventListener('message', onMessage);
      opened?.close();
      resolve(result);
    }

    function onMessage(event: MessageEvent<TabMessage>) {
      // The window goes to the sign-in service and back: only the app's own page may speak.
      if (event.source !== opened || event.origin !== location.origin) return;
      const { func, args: given = [] } = event.data;
      if (func === SUCCESS) end([true, given[0]]);
      else if (func === FAILURE) end([false, given[0]]);
      else {
        void answer(event.data).then((reply) => reply && opened?.postMessage(reply, location.origin));
      }
    }
    addEventListener('message', onMessage);
  });
}
