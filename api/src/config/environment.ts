/** The only place that reads the environment of the process. */
import process from 'node:process';
import { parseEnv, type Settings } from './settings.ts';

/** Exit code for settings that cannot be used (EX_CONFIG of sysexits). */
const BAD_CONFIGURATION = 78;

/** The settings; when they cannot be used, names every problem on standard error and ends the process. */
export function environmentSettings(): Settings {
  const { settings, problems } = parseEnv(process.env);
  if (settings) return settings;
  const lines = problems.map(({ name, message }) => `  ${name} ${message}`);
  process.stderr.write(
    `Places Sync cannot start: ${problems.length} settings have to be changed.\n${lines.join('\n')}\n`,
  );
  process.exit(BAD_CONFIGURATION);
}
