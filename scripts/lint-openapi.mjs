// Lints the API's document with Redocly, by redocly.yaml. Nothing is sent or looked up: the linter would do both.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')),
  'bin/cli.js',
);
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [cli, 'lint', 'docs/openapi.json', '--max-problems', '20', '--format', 'stylish'],
  {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' },
  },
);
// A document with warnings passes the linter, and not this check.
const clean = status === 0 && !/\d+ warnings?/.test(stderr);
if (!clean) process.stderr.write(stdout + stderr);
process.exit(clean ? 0 : 1);
