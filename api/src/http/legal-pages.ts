/** Privacy and terms, which the app package names; readable without a sign-in (Teams Store validation). */
import express from 'express';

const PAGES: Record<string, { title: string; paragraphs: readonly string[] }> = {
  '/privacy': {
    title: 'Privacy',
    paragraphs: [
      'Places Sync runs on a server of your own organisation. It sends data to Microsoft 365 of your tenant and to nobody else.',
      'It stores buildings, floors, rooms and desks, the plans and reports made from them, and who started or approved what. Of people it handles the e-mail address of the assignee of a desk, to write it to Microsoft Places; reports, cards and logs do not carry it.',
      'The token of the connected account is stored encrypted and forgotten on disconnect. The names in the audit log can be erased without breaking it.',
      'Your administrator, who runs this server, answers questions and requests.',
    ],
  },
  '/terms': {
    title: 'Terms of use',
    paragraphs: [
      'Places Sync is run by your own organisation, under its own rules of use.',
      'The software comes under the MIT licence, without warranty. What it changes in Microsoft Places is what its preview showed.',
    ],
  },
};

export function legalPages(): express.Router {
  const router = express.Router();
  for (const [path, { title, paragraphs }] of Object.entries(PAGES)) {
    const text = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} - Places Sync</title></head><body><main><h1>${title}</h1>${text}</main></body></html>`;
    router.get(path, (_request, response) => void response.type('html').send(page));
  }
  return router;
}
