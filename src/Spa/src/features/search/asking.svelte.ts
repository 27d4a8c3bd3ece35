import { search, type Hit, type Question } from '$/api/search';

/** One list of hits: the latest question counts, pages follow as they are asked for. */
export class Asking {
  hits = $state.raw<Hit[]>([]);
  next = $state<string | null>(null);
  error = $state.raw<unknown>(null);
  isAsking = $state(false);
  isAnswered = $state(false);
  #question: Question | null = null;
  #abort: AbortController | null = null;

  async ask(question: Question): Promise<void> {
    this.#question = question;
    await this.#load(null);
  }

  async more(): Promise<void> {
    if (this.next !== null && !this.isAsking) await this.#load(this.next);
  }

  async again(): Promise<void> {
    await this.#load(this.hits.length > 0 ? this.next : null);
  }

  forget(): void {
    this.#abort?.abort();
    this.#question = null;
    this.hits = [];
    this.next = this.error = null;
    this.isAsking = this.isAnswered = false;
  }

  async #load(cursor: string | null): Promise<void> {
    const question = this.#question;
    if (!question) return;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.isAsking = true;
    try {
      const page = await search(question, cursor, abort.signal);
      if (abort.signal.aborted) return;
      this.hits = cursor === null ? page.items : [...this.hits, ...page.items];
      this.next = page.next;
      this.error = null;
      this.isAnswered = true;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = error;
      if (cursor === null) this.hits = [];
    }
    this.isAsking = false;
  }
}
