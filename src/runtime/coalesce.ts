/** A question that is about to be asked: others can still add to it. */
interface Question<Item, Answer> {
  items: Set<Item>;
  answer: Promise<Answer>;
}

/**
 * Asks once for all who want to know something of the same kind in the same moment. Nobody joins a question that is under
 * way: its answer may be older than what they knew before they asked.
 */
export class Coalescer<Item, Answer> {
  /** By their name. */
  private readonly questions = new Map<string, Question<Item, Answer>>();

  /** The answer to all who ask under a name in this moment, of the items that they ask about. */
  ask(name: string, item: Item, answerTo: (items: Item[]) => Promise<Answer>): Promise<Answer> {
    let question = this.questions.get(name);
    if (!question) {
      question = this.open(name, answerTo);
      this.questions.set(name, question);
    }
    question.items.add(item);
    return question.answer;
  }

  private open(name: string, answerTo: (items: Item[]) => Promise<Answer>): Question<Item, Answer> {
    const items = new Set<Item>();
    const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.questions.delete(name);
      return answerTo([...items]);
    });
    return { items, answer };
  }
}
