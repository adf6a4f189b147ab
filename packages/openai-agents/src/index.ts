export { agentsGuard, agentsModelGuard } from './guard.js';
export type { AgentRequest, AgentResponse, GuardableModel, GuardableProvider } from './seam.js';
