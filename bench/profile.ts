import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/runtime/package.js';
import { markdownTable } from './table.js';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const FUNCTIONS = 25;

/** What the services' time went into, by module and by function: self time of all profiles in a folder. */
export function profileReport(folder: string): string {
  const modules = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as CpuProfile;
    const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
    profile.samples.forEach((id, i) => {
      const { functionName, url, lineNumber } = frames.get(id)!;
      if (functionName === '(idle)') return;
      const time = profile.timeDeltas[i]!;
      busy += time;
      add(modules, moduleOf(url, functionName), time);
      add(functions, `${functionName || '(anonymous)'} ${placeOf(url)}:${lineNumber + 1}`, time);
    });
  }
  const rows = (times: Map<string, number>, count: number): string[][] =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([name, time]) => [name, `${((100 * time) / busy).toFixed(1)} %`]);
  return [
    markdownTable(['module', 'self time'], rows(modules, FUNCTIONS)),
    markdownTable(['function', 'self time'], rows(functions, FUNCTIONS)),
  ].join('\n\n');
}

const add = (times: Map<string, number>, key: string, time: number): void =>
  void times.set(key, (times.get(key) ?? 0) + time);

/** The package, or the folder of this project, that a function belongs to. */
function moduleOf(url: string, functionName: string): string {
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(url) ?? [];
  if (name) return name;
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  if (url === '') return functionName.startsWith('(') ? functionName : 'native code';
  return placeOf(url).split('/').slice(0, -1).join('/');
}

const placeOf = (url: string): string =>
  url.replace(`file://${PACKAGE_ROOT}/`, '').replace(/^dist\/bench\//, '');
