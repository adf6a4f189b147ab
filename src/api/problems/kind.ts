/** One kind of answer that is not the one asked for. */
export interface ProblemKind {
  readonly status: number;
  /** The status where waiting does not help, of a denial that is otherwise over some time. */
  readonly lasting?: number;
  readonly title: string;
  /** What it means and what a caller does about it, in whole sentences: the text of its page in the docs. */
  readonly explanation: string;
}
