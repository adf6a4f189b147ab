import type { Answer, Answered, Call, Method, PathOf, Request, Result } from './calls.js';

/** Whoever sends requests and answers what they were answered: over HTTP, or joined with others. */
export interface Sender {
  /** Throws a `PurserError` where the service refuses, a `ConnectionError` where nobody knows. */
  send(request: Request): Promise<Answer>;
}

/** Requests with the types of the API's document: an answer is what the document says of its status. */
export class Transport {
  constructor(private readonly sender: Sender) {}

  request<M extends Method, P extends PathOf<M>>(call: Call<M, P>): Promise<Answered<M, P>> {
    return this.#ask(call);
  }

  /** The same, of which only the body is wanted. */
  async body<M extends Method, P extends PathOf<M>>(call: Call<M, P>): Promise<Result<M, P>> {
    return (await this.request(call)).body;
  }

  async #ask<A>(request: Request): Promise<A> {
    const answer = await this.sender.send(request);
    if (isOne<A>(answer)) return answer;
    throw new TypeError(
      `${request.method} ${request.path} was answered ${answer.status}, which has no meaning`,
    );
  }
}

/** The service is held to its document by its own tests: the status decides which of the answers this is. */
function isOne<A>(answer: Answer): answer is Answer & A {
  return answer.status === 200 || answer.status === 201 || answer.status === 202;
}
