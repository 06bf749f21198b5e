/** Joins bot, outbox and mail to the product. */
import { readFile } from 'node:fs/promises';
import { decodeJwt } from 'jose';
import { createLinks } from '../../../bot/src/cards/links.ts';
import type { ReferenceVault } from '../../../bot/src/connector/references.ts';
import type { TeamShelf } from '../../../bot/src/connector/team-channels.ts';
import { createBot, type Bot } from '../../../bot/src/create-bot.ts';
import { rememberRoles } from '../adapters/identity/remember-roles.ts';
import { open, seal } from '../adapters/identity/sealed-box.ts';
import { createReportChannel } from '../adapters/notify/channel-reports.ts';
import { createReportMail } from '../adapters/notify/report-mail.ts';
import type { Settings } from '../config/settings.ts';
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import { refOf } from '../engine/audit-trail.ts';
import { ReportDelivery, type DeliveryDeps } from '../engine/deliver-reports.ts';
import type { Deps } from '../engine/deps.ts';
import type { ReportChannel } from '../ports/notifier.ts';
import type { Caller, TokenCheck } from '../ports/token-check.ts';
import { botToken } from './bot-token.ts';
import { chatPace } from './chat-pace.ts';
import { chatVerbs } from './chat-verbs.ts';
import { forgetInChat } from './forget-in-chat.ts';
import { addressBinding, referenceBinding } from './reference-binding.ts';

export interface Chat {
  readonly bot: Bot;
  readonly channel: ReportChannel;
  readonly mailAvailable: boolean;
  readonly delivery: ReportDelivery;
  /** Takes a person out of the conversations the bot may write to. */
  readonly forget: (userId: string) => Promise<number>;
  /** The check of the API, remembering what people may do in chat and where to send mail. */
  readonly tokenCheck: TokenCheck;
}

export interface ChatOptions {
  readonly settings: Settings;
  readonly deps: Deps;
  readonly keys: readonly Uint8Array[];
  readonly signInUrl: string;
  /** Base address and mail server of the simulated tenant, in sandbox mode only. */
  readonly sandbox: { readonly url: string; readonly smtpUrl?: string | undefined } | undefined;
  readonly tokenCheck: TokenCheck;
}

export async function composeChat(options: ChatOptions): Promise<Chat> {
  const { settings, deps, sandbox } = options;
  const tenant = settings.tenantId as TenantId;
  const links = createLinks(settings.teamsAppId ?? settings.clientId, settings.tabUrl);
  const certificate =
    settings.botCertificatePath === undefined
      ? undefined
      : await readFile(settings.botCertificatePath, 'utf8');
  const roles = rememberRoles(options.tokenCheck, {
    store: deps.stores.roles,
    people: deps.audit.people,
    clock: deps.clock,
    warn: (what, error) => deps.warn(what, error),
  });
  const bot = createBot({
    botId: settings.botId,
    tenantId: settings.tenantId,
    token: botToken(settings, sandbox?.url ?? options.signInUrl, certificate),
    sandboxUrl: sandbox?.url,
    links,
    api: chatVerbs({
      deps: () => delivering,
      delivery: () => delivery,
      seenRoles: roles.seenRoles,
      tenant,
      pace: chatPace(settings.mode),
      prove: proving(options.tokenCheck, roles.remember, tenant),
    }),
    vault: vaultOf(options, tenant),
    teams: teamsOf(deps, tenant),
    clock: deps.clock,
    signInResource: signInResource(settings),
    warn: (what, error) => deps.warn(what, error),
  });
  const channel = createReportChannel(bot.posts, bot.channels, links);
  const addresses = addressBook(options, tenant);
  const smtpUrl = settings.smtpUrl ?? sandbox?.smtpUrl;
  const mail =
    smtpUrl === undefined || settings.mailFrom === undefined
      ? null
      : createReportMail({ smtpUrl, from: settings.mailFrom, links, addressOf: addresses.addressOf });
  const delivering: DeliveryDeps = { ...deps, channel, mail };
  const delivery = new ReportDelivery(delivering);
  const tokenCheck = addresses.withAddresses(roles.tokenCheck);
  const forget = (userId: string) => forgetInChat(vaultOf(options, tenant), userId);
  return { bot, channel, mailAvailable: mail !== null, delivery, tokenCheck, forget };
}

/** The same full check as at the API; a token says nothing about anybody but its owner. */
function proving(tokenCheck: TokenCheck, remember: (caller: Caller) => Promise<void>, tenant: TenantId) {
  return async ({ userId }: { readonly userId: string }, token: string): Promise<void> => {
    const caller = await tokenCheck.check(`Bearer ${token}`);
    if (caller.tenantId !== tenant || caller.userId !== userId) {
      throw new AppError('permission', 'token-of-another', 'This token is of somebody else.');
    }
    await remember(caller);
  };
}

/** As `webApplicationInfo.resource` of the manifest; without a host for the tab Teams cannot bring a token. */
function signInResource({ mode, tabUrl, clientId }: Settings): string | undefined {
  if (tabUrl !== undefined) return `api://${new URL(tabUrl).host}/${clientId}`;
  return mode === 'sandbox' ? `api://localhost/${clientId}` : undefined;
}

function teamsOf({ stores: { teams } }: Deps, tenant: TenantId): TeamShelf {
  return {
    list: () => teams.list(tenant),
    save: (team) => teams.save(tenant, team),
    remove: (teamId) => teams.remove(tenant, teamId),
  };
}

function vaultOf({ deps, keys }: ChatOptions, tenant: TenantId): ReferenceVault {
  const { chat } = deps.stores;
  const binding = (key: string) => referenceBinding(tenant, key);
  return {
    list: () => chat.references(tenant),
    save: ({ key, sealed }) => chat.saveReference(tenant, key, sealed, deps.clock.now()),
    remove: (key) => chat.removeReference(tenant, key),
    seal: (key, clear) => seal(keys, binding(key), clear),
    open: (key, sealed) => open(keys, binding(key), sealed),
  };
}

/** An address is taken from a token that was checked, sealed, and forgotten together with the person. */
function addressBook({ deps, keys }: ChatOptions, tenant: TenantId) {
  const binding = (ref: string) => addressBinding(tenant, ref);
  const noted = new Map<string, string>();
  const note = async (userId: string, name: string, address: string): Promise<void> => {
    if (noted.get(userId) === address) return;
    const ref = await refOf(deps.audit, tenant, { userId, name });
    if (ref === null) return;
    await deps.stores.chat.saveAddress(tenant, ref, seal(keys, binding(ref), Buffer.from(address)));
    noted.set(userId, address);
  };
  return {
    addressOf: async (of: TenantId, ref: string): Promise<string | null> => {
      const sealed = await deps.stores.chat.address(of, ref);
      const clear = sealed && open(keys, binding(ref), sealed);
      return clear && Buffer.from(clear).toString();
    },
    withAddresses: (tokenCheck: TokenCheck): TokenCheck => ({
      check: async (header) => {
        const caller = await tokenCheck.check(header);
        const { preferred_username: preferred, upn } = decodeJwt(caller.token);
        const address = typeof preferred === 'string' ? preferred : upn;
        if (
          caller.tenantId === tenant &&
          typeof address === 'string' &&
          /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address)
        ) {
          await note(caller.userId, caller.name, address).catch((error: unknown) =>
            deps.warn('A mail address could not be kept.', error),
          );
        }
        return caller;
      },
    }),
  };
}
