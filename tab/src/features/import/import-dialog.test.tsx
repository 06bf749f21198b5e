// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { problemAnswer, renderTab } from '../../testing/render-tab.tsx';
import { ImportDialog } from './import-dialog.tsx';

const IMPORT = 'POST /api/sources/files/imports';
const file = new File(['{}'], 'hq.json', { type: 'application/json' });
const result = {
  buildings: [{ buildingId: 'b1', sourceKey: 'HQ', name: 'Contoso HQ', floors: 2, rooms: 30, desks: 120 }],
  findings: [
    { code: 'a', severity: 'info', message: 'A note.' },
    { code: 'b', severity: 'error', message: 'A desk has no name.', hint: 'Give it one.', path: '/desks/3' },
  ],
};

function open(answers: object) {
  const user = userEvent.setup();
  const page = renderTab(<ImportDialog open from="files" onClose={() => undefined} />, answers as never);
  const pick = () => user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), file);
  return { ...page, user, pick };
}

describe('upload', () => {
  it('shows what was read and every finding, worst first, before it stores', async () => {
    const { user, pick, sent } = open({ [IMPORT]: result });
    await pick();
    expect(await screen.findByText('Contoso HQ')).toBeTruthy();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      expect.stringContaining('A desk has no name.'),
      expect.stringContaining('A note.'),
    ]);
    expect(sent.map((call) => call.path)).toEqual(['/api/sources/files/imports?dryRun=true']);
    await user.click(screen.getByRole('button', { name: 'Store 1 building' }));
    expect(await screen.findByText(/1 building stored/)).toBeTruthy();
    expect(sent.map((call) => call.path)[1]).toBe('/api/sources/files/imports');
    expect(sent[1]?.body).toBe('files');
  });

  it('takes files that are dropped', async () => {
    const { sent } = open({ [IMPORT]: result });
    const zone = screen.getByText('Drop files here').parentElement!;
    fireEvent.drop(zone, { dataTransfer: { files: [file] } });
    expect(await screen.findByText('Contoso HQ')).toBeTruthy();
    expect(sent).toHaveLength(1);
  });

  it('names every problem of a refused file, and stores nothing', async () => {
    const errors = [
      { path: '/version', message: 'Must be 1.x.' },
      { path: '/floors/0', message: 'Has no name.' },
    ];
    const { pick, sent } = open({
      [IMPORT]: problemAnswer(422, { code: 'bad', detail: 'Not usable.', errors }),
    });
    await pick();
    expect((await screen.findByRole('alert')).textContent).toContain('Not usable.');
    expect(screen.getByText('Must be 1.x.')).toBeTruthy();
    expect(screen.getByText('Has no name.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Store/ })).toBeNull();
    expect(sent).toHaveLength(1);
  });

  it('says how large a file may be', async () => {
    const { pick } = open({ [IMPORT]: problemAnswer(413, {}) });
    await pick();
    expect((await screen.findByRole('alert')).textContent).toContain('50 MB');
  });

  it('keeps the files when storing fails, so that a repeat is one click', async () => {
    let calls = 0;
    const { user, pick, sent } = open({
      [IMPORT]: () => (++calls === 2 ? problemAnswer(503, {}) : result),
    });
    await pick();
    await user.click(await screen.findByRole('button', { name: 'Store 1 building' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/1 building stored/)).toBeTruthy();
    expect(sent).toHaveLength(3);
  });
});

describe('a slow upload', () => {
  it('is stored once, and neither Escape nor Cancel loses its answer', async () => {
    let answer!: (value: object) => void;
    let calls = 0;
    const onClose = vi.fn();
    const user = userEvent.setup();
    const { sent } = renderTab(<ImportDialog open from="files" onClose={onClose} />, {
      [IMPORT]: () => (++calls === 1 ? result : new Promise((resolve) => (answer = resolve))),
    });
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), file);
    const store = await screen.findByRole('button', { name: 'Store 1 building' });
    await user.click(store);
    expect(await screen.findByText('Storing')).toBeTruthy();
    await user.click(store);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.keyboard('{Escape}');
    expect(onClose).not.toHaveBeenCalled();
    answer(result);
    expect(await screen.findByText(/1 building stored/)).toBeTruthy();
    expect(sent).toHaveLength(2);
  });

  it('keeps the file when the service asks to wait', async () => {
    const { pick } = open({ [IMPORT]: problemAnswer(429, {}, { 'retry-after': '20' }) });
    await pick();
    expect(await screen.findByRole('button', { name: /^Try again in \d+ s$/ })).toBeTruthy();
    expect(screen.getByText('Files: hq.json')).toBeTruthy();
  });
});

const FETCH = 'POST /api/sources/files/fetches';
const ADDRESS = 'https://maps.contoso.example/lund.json';

describe('from an address', () => {
  it('shows what was read there before it stores', async () => {
    const { user, sent } = open({ [FETCH]: result });
    await user.type(screen.getByLabelText('From an address'), `${ADDRESS}{Enter}`);
    expect(await screen.findByText('Contoso HQ')).toBeTruthy();
    expect(screen.getByText(`From ${ADDRESS}`)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Store 1 building' }));
    expect(await screen.findByText(/1 building stored/)).toBeTruthy();
    expect(sent.map(({ body }) => JSON.parse(body) as object)).toEqual([
      { address: ADDRESS, dryRun: true },
      { address: ADDRESS, dryRun: false },
    ]);
  });

  it('says which setting allows a host, and keeps what was typed', async () => {
    const { user } = open({
      [FETCH]: problemAnswer(422, {
        code: 'host-not-allowed',
        detail: 'This server may not fetch from maps.contoso.example.',
        hint: 'Whoever runs the server adds it to SOURCE_ALLOWED_HOSTS.',
      }),
    });
    await user.type(screen.getByLabelText('From an address'), `${ADDRESS}{Enter}`);
    expect((await screen.findByRole('alert')).textContent).toContain('SOURCE_ALLOWED_HOSTS');
    expect(screen.getByLabelText<HTMLInputElement>('From an address').value).toBe(ADDRESS);
  });

  it('calls nobody for what is no address', async () => {
    const { user, sent } = open({});
    await user.type(screen.getByLabelText('From an address'), 'lund.json{Enter}');
    expect(await screen.findByText(/starts with https/)).toBeTruthy();
    expect(sent).toEqual([]);
  });
});
