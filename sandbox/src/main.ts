/** The simulated tenant as a process of its own; the product starts it in sandbox mode and never imports it. */
import { createSandbox } from './app.ts';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    process.stderr.write(`The simulated tenant needs the setting ${name}.\n`);
    process.exit(78);
  }
  return value;
}

const sandbox = await createSandbox({
  tenantId: setting('TENANT_ID'),
  clientId: setting('CLIENT_ID'),
  clientSecret: setting('CLIENT_SECRET'),
  botId: setting('BOT_ID'),
  botSecret: setting('BOT_SECRET'),
  appUrl: setting('APP_URL'),
  stateDir: process.env['SANDBOX_STATE_DIR'] ?? null,
});
const door = await sandbox.listen(Number(setting('SANDBOX_PORT')));

async function stop(): Promise<void> {
  await door.close();
  await sandbox.close();
  process.exit(0);
}
// The parent is gone: nobody is left to answer to. Everything acknowledged is on disk already.
process.on('disconnect', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

const ready = { ready: true, port: door.port, smtpUrl: sandbox.smtpUrl };
if (process.send === undefined) process.stdout.write(`${JSON.stringify(ready)}\n`);
else process.send(ready);
