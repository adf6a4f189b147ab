/** What a model is asked, as far as the guard looks at it. */
export interface AgentRequest {
  readonly input: unknown;
  readonly systemInstructions?: unknown;
  readonly previousResponseId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly prompt?: unknown;
  readonly tools?: unknown;
  readonly handoffs?: unknown;
  readonly outputType?: unknown;
  modelSettings: {
    maxTokens?: number | undefined;
    providerData?: Record<string, unknown> | undefined;
  };
  signal?: AbortSignal | undefined;
}

/** What a model answers, as far as the guard looks at it. */
export interface AgentResponse {
  readonly usage: unknown;
  readonly output?: unknown;
  readonly responseId?: string | undefined;
}

/** A model of the Agents SDK. */
export interface GuardableModel {
  getResponse(request: AgentRequest): Promise<AgentResponse>;
  getStreamedResponse(request: AgentRequest): AsyncIterable<unknown>;
}

/** What finds a model by its name. */
export interface GuardableProvider<M extends GuardableModel> {
  getModel(modelName?: string): Promise<M> | M;
}
