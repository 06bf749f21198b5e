// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Notifications } from '#contract';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { ReportSettings } from './report-settings.tsx';

const PUT = 'PUT /api/settings/notifications';
const stored: Notifications = {
  channelId: null,
  mail: true,
  mailAvailable: true,
  channelState: 'ok',
  channels: [
    { id: 'c1', name: 'General', team: 'Workplace' },
    { id: 'c2', name: 'Moves', team: 'Workplace' },
    { id: 'c3', name: 'General', team: 'Facilities' },
  ],
};

function open(answers: object, given: Partial<Notifications> = {}, mayChange = true) {
  const user = userEvent.setup();
  const page = renderTab(<ReportSettings mayChange={mayChange} />, {
    'GET /api/settings/notifications': { ...stored, ...given },
    ...answers,
  });
  return { ...page, user };
}

const channelBox = () => screen.findByLabelText<HTMLSelectElement>('Channel for reports');
const save = () => screen.getByRole('button', { name: /^Sav/ });

describe('the channel for reports', () => {
  it('offers the channels by team, and is stored with the choice of mail', async () => {
    const { user, sent } = open({ [PUT]: { ...stored, channelId: 'c2', mail: false } });
    const box = await channelBox();
    expect([...box.querySelectorAll('optgroup')].map(({ label }) => label)).toEqual([
      'Workplace',
      'Facilities',
    ]);
    expect(box.selectedOptions[0]?.text).toBe('First team that has the app (now: General (Workplace))');
    expect(save().getAttribute('aria-disabled')).toBe('true');

    await user.selectOptions(box, 'c2');
    await user.click(screen.getByRole('switch', { name: /^Mail the report/ }));
    await user.click(save());
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(JSON.parse(sent.at(-1)?.body ?? '')).toEqual({ channelId: 'c2', mail: false });
  });

  it('keeps what was chosen when the network is lost, and repeats it', async () => {
    let tries = 0;
    const { user, sent } = open({
      [PUT]: () => {
        if (++tries === 1) throw new TypeError('fetch failed');
        return { ...stored, channelId: 'c3' };
      },
    });
    const box = await channelBox();
    await user.selectOptions(box, 'c3');
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toContain('The server cannot be reached');
    expect(box.value).toBe('c3');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(box.value).toBe('c3');
    expect(sent.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
      '{"channelId":"c3","mail":true}',
      '{"channelId":"c3","mail":true}',
    ]);
  });

  it('keeps what was chosen over a refresh, until it is discarded', async () => {
    const { user, queries } = open({});
    const box = await channelBox();
    await user.selectOptions(box, 'c2');
    await queries.refetchQueries();
    expect(box.value).toBe('c2');
    await user.click(screen.getByRole('button', { name: 'Discard changes' }));
    expect(box.value).toBe('');
  });

  it('says that a role was taken away meanwhile', async () => {
    const { user } = open({ [PUT]: problemAnswer(403, { code: 'role-missing' }) });
    await user.selectOptions(await channelBox(), 'c2');
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toContain('You may not do this');
  });
});

describe('trouble with the channel', () => {
  it('is named with the code of Teams, and the same channel can be tried again', async () => {
    const broken: Partial<Notifications> = {
      channelId: 'c2',
      channelState: 'broken',
      problem: { code: 'BotNotInConversationRoster', at: '2026-03-01T09:00:00Z' },
    };
    const { user, sent } = open({ [PUT]: { ...stored, channelId: 'c2' } }, broken);
    expect(await screen.findByText('Teams refuses posts to Moves (Workplace)')).toBeTruthy();
    expect(screen.getByText(/BotNotInConversationRoster/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Try this channel again' }));
    await waitFor(() => expect(screen.queryByText(/Teams refuses/)).toBeNull());
    expect(sent.at(-1)?.body).toBe('{"channelId":"c2","mail":true}');
  });

  it('tells how to add the app when it is in no team', async () => {
    open({}, { channelState: 'none', channels: [] });
    expect(await screen.findByText(/The app is in no team yet/)).toBeTruthy();
    expect(screen.getByText(/Add to a team/)).toBeTruthy();
  });

  it('names a chosen channel that is not there any more', async () => {
    open({}, { channelId: 'c9' });
    expect((await channelBox()).selectedOptions[0]?.text).toBe('A channel without the app');
  });
});

it('explains why there is no mail', async () => {
  open({}, { mailAvailable: false });
  expect(await screen.findByText(/SMTP_URL and MAIL_FROM/)).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('switch').disabled).toBe(true);
});

it('is only looked at by those who may not change it', async () => {
  open({}, { channelId: 'c3', mail: false }, false);
  expect(await screen.findByText('General (Facilities)')).toBeTruthy();
  expect(screen.getByText('No mail')).toBeTruthy();
  expect(screen.getByText(/Only a Places Sync administrator/)).toBeTruthy();
  expect(screen.queryByRole('combobox')).toBeNull();
});
