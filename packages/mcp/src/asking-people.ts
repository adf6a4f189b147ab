import { META } from './meta-keys.js';
import { isRecord } from './records.js';
import type { ToolCall, ToolResult } from './tool-call.js';

/** A page on which people approve a call. */
interface ApprovalPage {
  readonly reservationId: string;
  readonly url: string;
}

/** What the page is called among what a client is asked for. */
const APPROVAL = 'dev.purser/approval';

/** A client may take so long to have its user look at a page. */
const LOOKING_MS = 10 * 60_000;

/** The page of a call that waits for people; undefined of any other result. */
export function approvalIn({ _meta }: ToolResult): ApprovalPage | undefined {
  const denial = _meta?.[META.denial];
  if (!isRecord(denial) || denial.code !== 'waits_for_people') return undefined;
  const { reservationId, approvalUrl: url } = denial;
  return typeof reservationId === 'string' && typeof url === 'string' ? { reservationId, url } : undefined;
}

/** What became of the page. */
type Opened =
  /** The client has shown it. */
  | 'shown'
  /** It cannot, or its user will not. */
  | 'not shown'
  /** The client has to be answered this first; it calls again then. */
  | { readonly asked: ToolResult };

/** Has the client open the page, where it can. */
export async function openedPage(server: object, call: ToolCall, page: ApprovalPage): Promise<Opened> {
  const message = `${call.tool} costs money: a person has to approve it.`;
  const { mcpReq } = call.context;
  const low: unknown = Reflect.get(server, 'server');
  if (!isRecord(low) || !canOpen(low, mcpReq)) return 'not shown';
  if (isRecord(mcpReq)) return openedByAnswer(mcpReq.inputResponses, { mode: 'url', message, url: page.url });
  const ask = low.elicitInput;
  if (typeof ask !== 'function') return 'not shown';
  const params = { mode: 'url', message, url: page.url, elicitationId: page.reservationId };
  const options = { timeout: LOOKING_MS, signal: call.signal };
  // A client that fails at this has shown nothing; the call itself has not failed.
  const found: unknown = await Promise.resolve(Reflect.apply(ask, low, [params, options])).catch(
    () => undefined,
  );
  return isAccepted(found) ? 'shown' : 'not shown';
}

/** In v2 a page is asked for by the answer to the call, whatever the revision of the protocol. */
function openedByAnswer(responses: unknown, params: object): Opened {
  const response = isRecord(responses) ? responses[APPROVAL] : undefined;
  if (response !== undefined) return isAccepted(response) ? 'shown' : 'not shown';
  const inputRequests = { [APPROVAL]: { method: 'elicitation/create', params } };
  return { asked: { resultType: 'input_required', inputRequests } };
}

/** Whether a client has said that it opens pages: with each request, or when it connected. */
function canOpen(low: Record<string, unknown>, mcpReq: unknown): boolean {
  const envelope = isRecord(mcpReq) ? mcpReq.envelope : undefined;
  const ask = low.getClientCapabilities;
  const found: unknown = isRecord(envelope)
    ? envelope['io.modelcontextprotocol/clientCapabilities']
    : typeof ask === 'function' && Reflect.apply(ask, low, []);
  return isRecord(found) && isRecord(found.elicitation) && 'url' in found.elicitation;
}

const isAccepted = (response: unknown): boolean => isRecord(response) && response.action === 'accept';
