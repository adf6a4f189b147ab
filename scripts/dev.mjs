// Compiles and starts the service: `npm run dev` has Node run this anew after every change in src.
import './compile.mjs';

await import('../dist/main.js');
