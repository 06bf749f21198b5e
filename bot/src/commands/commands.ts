import type { Command, CommandName } from './command.ts';
import { approve, reject } from './decide.ts';
import { preview } from './preview.ts';
import { report } from './report.ts';
import { cancel, retry, status } from './running.ts';
import { buildings, connect, help } from './simple.ts';
import { sync } from './sync.ts';

/** Every command by name. */
export const commands: Readonly<Record<CommandName, Command>> = {
  sync,
  preview,
  status,
  report,
  retry,
  cancel,
  buildings,
  connect,
  help,
  approve,
  reject,
};
