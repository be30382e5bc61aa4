/** Tells listeners what happens, by name; `Events` maps each name to what is told. */
export class Emitter<Events> {
  readonly #listeners: { [Name in keyof Events]?: Set<(news: Events[Name]) => void> } = {};

  /** Listen; the function returned ends it. */
  on<Name extends keyof Events>(name: Name, listener: (news: Events[Name]) => void): () => void {
    const listeners = (this.#listeners[name] ??= new Set());
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit<Name extends keyof Events>(name: Name, news: Events[Name]): void {
    for (const listener of this.#listeners[name] ?? []) {
      try {
        listener(news);
      } catch (error) {
        // One that fails must not keep the next event from the others: the platform reports it.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
