export { start } from './x402-seller.js';
