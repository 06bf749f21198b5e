/** The built tab: one page with a fresh nonce per answer, and its files, which never change under their name. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import { AppError } from '../core/model/app-error.ts';
import { notFound } from './problem.ts';
import { tabPolicy, type HeaderOptions } from './security-headers.ts';

const NONCE_MARK = '__CSP_NONCE__';

/** Serves `/tab`, `/tab/config` and deeper pages of the tab from `folder`. */
export function tabPage(folder: string, options: HeaderOptions): express.Router {
  const router = express.Router();
  const files = express.static(join(folder, 'assets'), {
    immutable: true,
    maxAge: '1y',
    index: false,
    redirect: false,
  });
  router.use('/tab/assets', files, notFound);
  router.get(['/', '/tab', '/tab/*page'], async (request, response) => {
    if (request.path === '/') return response.redirect(302, '/tab');
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(notBuilt);
    const { nonce, value } = tabPolicy(options);
    response.set('Content-Security-Policy', value).set('Cache-Control', 'no-store');
    return response.type('html').send(page.replaceAll(NONCE_MARK, nonce));
  });
  return router;
}

function notBuilt(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'ENOENT') throw cause;
  throw new AppError('notFound', 'tab-not-built', 'The pages of Places Sync have not been built yet.', {
    hint: 'Run npm run build, or start with npm start.',
  });
}
