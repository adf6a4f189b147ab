import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin, type Rolldown } from 'vite';

/** What a browser may have to load before it shows something, compressed. A test holds the same bound against what it loads. */
const FIRST_VIEW_KILOBYTES = 250;

/** Prints how much the first view weighs, and refuses to build more than it may. */
function firstView(): Plugin {
  return {
    name: 'purser:first-view',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const chunks = new Map(files.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])));
      const first = new Set<Rolldown.OutputChunk>();
      const add = (chunk: Rolldown.OutputChunk | undefined): void => {
        if (!chunk || first.has(chunk)) return;
        first.add(chunk);
        for (const name of chunk.imports) add(chunks.get(name));
      };
      for (const chunk of chunks.values()) if (chunk.isEntry || chunk.name === 'home-page') add(chunk);
      const styles = files.flatMap((file) =>
        file.type === 'asset' && file.fileName.endsWith('.css') ? [file.source] : [],
      );
      const bytes = [...[...first].map(({ code }) => code), ...styles].map((text) => gzipSync(text).length);
      const kilobytes = bytes.reduce((sum, size) => sum + size, 0) / 1000;
      process.stdout.write(
        `console: the first view is ${kilobytes.toFixed(1)} kB of at most ${FIRST_VIEW_KILOBYTES}, gzipped\n`,
      );
      if (kilobytes > FIRST_VIEW_KILOBYTES)
        this.error('the first view is too large: load a part of it later');
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), firstView()],
  // The SDK's sources: it need not be built first.
  resolve: { conditions: ['@purser/source', ...defaultClientConditions] },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // The content security policy allows files alone, and no data in addresses.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': process.env.PURSER_URL ?? 'http://127.0.0.1:3000' } },
});
